"""Rules of share links, photos picked by hand for a link, and who came by it"""

import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

FLAGS = {
    'with_albums_below': '0',
    'may_download': '0',
    'keep_metadata': '0',
    'show_captions': '1',
}
COUNTS = ('openings', 'views', 'visitors', 'downloads')


def upgrade() -> None:
    with op.batch_alter_table('share_links', schema=None) as batch_op:
        batch_op.alter_column('album_id', existing_type=sa.Integer(), nullable=True)
        for name, default in FLAGS.items():
            batch_op.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=default))
        for name in COUNTS:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('view_limit', sa.Integer(), nullable=True))

    op.create_table('link_photos',
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('photo_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['share_links.id'], name=op.f('fk_link_photos_link_id_share_links'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['photo_id'], ['photos.id'], name=op.f('fk_link_photos_photo_id_photos'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('link_id', 'photo_id', name=op.f('pk_link_photos'))
    )
    op.create_index(op.f('ix_link_photos_photo_id'), 'link_photos', ['photo_id'])

    op.create_table('visit_salts',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('salt', sa.String(length=43), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_visit_salts'))
    )
    op.create_table('link_visitors',
    sa.Column('link_id', sa.Integer(), nullable=False),
    sa.Column('mark', sa.String(length=32), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['day'], ['visit_salts.day'], name=op.f('fk_link_visitors_day_visit_salts'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['link_id'], ['share_links.id'], name=op.f('fk_link_visitors_link_id_share_links'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('link_id', 'mark', name=op.f('pk_link_visitors'))
    )
    op.create_index(op.f('ix_link_visitors_day'), 'link_visitors', ['day'])


def downgrade() -> None:
    op.drop_table('link_visitors')
    op.drop_table('visit_salts')
    op.drop_table('link_photos')
    # The schema before this one has no links but those of albums.
    op.execute("DELETE FROM share_links WHERE album_id IS NULL")
    with op.batch_alter_table('share_links', schema=None) as batch_op:
        for name in ('view_limit', *COUNTS, *FLAGS):
            batch_op.drop_column(name)
        batch_op.alter_column('album_id', existing_type=sa.Integer(), nullable=False)
