"""Guests of share links: their names, what they send, their hearts and comments"""

import sqlalchemy as sa
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

FLAGS = {'may_add': sa.false(), 'needs_approval': sa.true(), 'may_comment': sa.false()}
LIMITS = {'most_files': (sa.Integer(), '200'), 'most_bytes': (sa.BigInteger(), '5000000000')}
# Plain SQL, which both databases understand: Alembic would copy each table for SQLite and drop the old one,
# from which others hang.
OF_A_GUEST = ('receipts', 'resumable_uploads', 'comments')


def upgrade() -> None:
    for name, default in FLAGS.items():
        op.add_column('share_links', sa.Column(name, sa.Boolean(), nullable=False, server_default=default))
    for name, (kind, number) in LIMITS.items():
        op.add_column('share_links', sa.Column(name, kind, nullable=False, server_default=number))

    op.create_table('guests',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=12), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('browser', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['link_id'], ['share_links.id'], name=op.f('fk_guests_link_id_share_links'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guests')),
    sa.UniqueConstraint('link_id', 'browser', name=op.f('uq_guests_link_id_browser')),
    sa.UniqueConstraint('uid', name=op.f('uq_guests_uid'))
    )
    op.create_table('guest_uploads',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=12), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('link_id', sa.Integer(), nullable=True),
    sa.Column('guest_id', sa.Integer(), nullable=True),
    sa.Column('line_id', sa.Integer(), nullable=True),
    sa.Column('original_id', sa.Integer(), nullable=True),
    sa.Column('photo_id', sa.Integer(), nullable=True),
    sa.Column('file_name', sa.String(length=255), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('bytes', sa.BigInteger(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('made_photo', sa.Boolean(), nullable=False),
    sa.Column('made_entry', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['guest_id'], ['guests.id'], name=op.f('fk_guest_uploads_guest_id_guests'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['line_id'], ['receipt_lines.id'], name=op.f('fk_guest_uploads_line_id_receipt_lines'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['link_id'], ['share_links.id'], name=op.f('fk_guest_uploads_link_id_share_links'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['original_id'], ['originals.id'], name=op.f('fk_guest_uploads_original_id_originals')),
    sa.ForeignKeyConstraint(['owner_id'], ['members.id'], name=op.f('fk_guest_uploads_owner_id_members')),
    sa.ForeignKeyConstraint(['photo_id'], ['photos.id'], name=op.f('fk_guest_uploads_photo_id_photos'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_guest_uploads')),
    sa.UniqueConstraint('uid', name=op.f('uq_guest_uploads_uid'))
    )
    for columns in (['owner_id', 'state', 'id'], ['link_id', 'state'], ['guest_id', 'sha256'], ['line_id'], ['original_id'], ['photo_id']):
        op.create_index(op.f('ix_guest_uploads_' + '_'.join(columns)), 'guest_uploads', columns)
    op.create_table('guest_hearts',
    sa.Column('guest_id', sa.Integer(), nullable=False),
    sa.Column('photo_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['guest_id'], ['guests.id'], name=op.f('fk_guest_hearts_guest_id_guests'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['photo_id'], ['photos.id'], name=op.f('fk_guest_hearts_photo_id_photos'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('guest_id', 'photo_id', name=op.f('pk_guest_hearts'))
    )
    op.create_index(op.f('ix_guest_hearts_photo_id'), 'guest_hearts', ['photo_id'])

    for table in OF_A_GUEST:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN guest_id INTEGER "
            f"CONSTRAINT fk_{table}_guest_id_guests REFERENCES guests (id)"
        )
        op.create_index(op.f(f'ix_{table}_guest_id'), table, ['guest_id'])


def downgrade() -> None:
    # The schema before this one knows no guests: their receipts would be taken for their hosts' own.
    for table in ('resumable_uploads', 'receipts'):
        op.execute(f'DELETE FROM {table} WHERE guest_id IS NOT NULL')
    for table in OF_A_GUEST:
        op.drop_index(op.f(f'ix_{table}_guest_id'), table_name=table)
        op.drop_column(table, 'guest_id')
    for table in ('guest_hearts', 'guest_uploads', 'guests'):
        op.drop_table(table)
    for name in (*LIMITS, *FLAGS):
        op.drop_column('share_links', name)
