"""Live Photos as one, and what notes files say"""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


# Not in batches: SQLite would copy each table and drop the old one, from which others hang. What is written
# as plain SQL is what both databases understand and Alembic does not write for SQLite.
COMPANION = (
    "ALTER TABLE photos ADD COLUMN companion_of_id INTEGER "
    "CONSTRAINT fk_photos_companion_of_id_photos REFERENCES photos (id)"
)


def upgrade() -> None:
    op.add_column('originals', sa.Column('content_id', sa.String(length=64), nullable=False, server_default=''))
    op.create_index(op.f('ix_originals_content_id'), 'originals', ['content_id'], unique=False)
    op.add_column('photos', sa.Column('caption_source', sa.String(length=10), nullable=False, server_default=''))
    op.add_column('photos', sa.Column('notes', sa.JSON(), nullable=True))
    op.execute(COMPANION)
    op.create_index(op.f('ix_photos_companion_of_id'), 'photos', ['companion_of_id'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_photos_companion_of_id'), table_name='photos')
    op.drop_column('photos', 'companion_of_id')
    op.drop_column('photos', 'notes')
    op.drop_column('photos', 'caption_source')
    op.drop_index(op.f('ix_originals_content_id'), table_name='originals')
    op.drop_column('originals', 'content_id')
