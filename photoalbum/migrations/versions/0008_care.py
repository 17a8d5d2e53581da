"""Care: words, tags, comments, edits, order, visits"""

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None

# Not in batches: SQLite would copy each table and drop the old one, from which others hang. What is written
# here is what every database takes.
UNPLACED = 2**40
UNMADE = sa.text('edit_key <> edit_made')


def photo_columns():
    return (
        sa.Column('version', sa.Integer(), nullable=False, server_default='1'),
        sa.Column('edits', sa.JSON(none_as_null=True), nullable=True),
        sa.Column('edit_key', sa.String(length=12), nullable=False, server_default=''),
        sa.Column('edit_made', sa.String(length=12), nullable=False, server_default=''),
        sa.Column('edit_attempts', sa.Integer(), nullable=False, server_default='0'),
        sa.Column('edit_width', sa.Integer(), nullable=False, server_default='0'),
        sa.Column('edit_height', sa.Integer(), nullable=False, server_default='0'),
        sa.Column('edit_placeholder', sa.String(length=1000), nullable=False, server_default=''),
        sa.Column('edit_tint', sa.String(length=7), nullable=False, server_default=''),
    )


def upgrade() -> None:
    for column in photo_columns():
        op.add_column('photos', column)
    op.create_index('ix_photos_unmade_edits', 'photos', ['id'], sqlite_where=UNMADE, postgresql_where=UNMADE)

    op.create_table('tags',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=60), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tags')),
    sa.UniqueConstraint('name', name=op.f('uq_tags_name'))
    )
    op.create_table('photo_tags',
    sa.Column('photo_id', sa.Integer(), nullable=False),
    sa.Column('tag_id', sa.Integer(), nullable=False),
    sa.Column('written', sa.String(length=60), nullable=False),
    sa.ForeignKeyConstraint(['photo_id'], ['photos.id'], name=op.f('fk_photo_tags_photo_id_photos'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['tag_id'], ['tags.id'], name=op.f('fk_photo_tags_tag_id_tags'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('photo_id', 'tag_id', name=op.f('pk_photo_tags'))
    )
    op.create_index(op.f('ix_photo_tags_tag_id'), 'photo_tags', ['tag_id'])

    op.create_table('comments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=12), nullable=False),
    sa.Column('photo_id', sa.Integer(), nullable=False),
    sa.Column('author_id', sa.Integer(), nullable=True),
    sa.Column('author_name', sa.String(length=80), nullable=False),
    sa.Column('words', sa.String(length=2000), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('edited_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['author_id'], ['members.id'], name=op.f('fk_comments_author_id_members'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['photo_id'], ['photos.id'], name=op.f('fk_comments_photo_id_photos'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_comments')),
    sa.UniqueConstraint('uid', name=op.f('uq_comments_uid'))
    )
    op.create_index(op.f('ix_comments_author_id'), 'comments', ['author_id'])
    op.create_index(op.f('ix_comments_photo_id_created_at_id'), 'comments', ['photo_id', 'created_at', 'id'])

    op.execute(
        "ALTER TABLE albums ADD COLUMN photo_order VARCHAR(10) NOT NULL DEFAULT 'date'"
        " CONSTRAINT ck_albums_photo_order CHECK (photo_order IN ('date', 'newest', 'hand'))"
    )
    op.add_column('album_entries', sa.Column('position', sa.BigInteger(), nullable=False, server_default=str(UNPLACED)))
    op.create_index(op.f('ix_album_entries_added_at'), 'album_entries', ['added_at'])
    op.create_index(op.f('ix_album_entries_album_id_position_sort_at_photo_id'), 'album_entries', ['album_id', 'position', 'sort_at', 'photo_id'])

    op.add_column('members', sa.Column('last_seen_at', sa.DateTime(), nullable=True))
    op.add_column('members', sa.Column('last_visit_at', sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column('members', 'last_visit_at')
    op.drop_column('members', 'last_seen_at')
    op.drop_index(op.f('ix_album_entries_album_id_position_sort_at_photo_id'), 'album_entries')
    op.drop_index(op.f('ix_album_entries_added_at'), 'album_entries')
    op.drop_column('album_entries', 'position')
    op.drop_column('albums', 'photo_order')
    op.drop_table('comments')
    op.drop_table('photo_tags')
    op.drop_table('tags')
    op.drop_index('ix_photos_unmade_edits', 'photos')
    for column in reversed(photo_columns()):
        op.drop_column('photos', column.name)
