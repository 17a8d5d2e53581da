"""Clean copies of originals, for people with a link, and selections to take along"""

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('clean_copies',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('original_id', sa.Integer(), nullable=False),
    sa.Column('edits', sa.String(length=40), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('reason', sa.String(length=500), nullable=False),
    sa.Column('media_type', sa.String(length=60), nullable=False),
    sa.Column('extension', sa.String(length=10), nullable=False),
    sa.Column('bytes', sa.BigInteger(), nullable=False),
    sa.Column('crc32', sa.BigInteger(), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('pieces', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('file_key', sa.String(length=200), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['original_id'], ['originals.id'], name=op.f('fk_clean_copies_original_id_originals'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_clean_copies')),
    sa.UniqueConstraint('original_id', 'edits', name=op.f('uq_clean_copies_original_id_edits'))
    )
    with op.batch_alter_table('clean_copies', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_clean_copies_state_id'), ['state', 'id'], unique=False)

    op.create_table('selections',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=22), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('photo_uids', sa.JSON(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_selections_member_id_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_selections')),
    sa.UniqueConstraint('uid', name=op.f('uq_selections_uid'))
    )
    with op.batch_alter_table('selections', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_selections_created_at'), ['created_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_selections_member_id'), ['member_id'], unique=False)


def downgrade() -> None:
    op.drop_table('selections')
    with op.batch_alter_table('clean_copies', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_clean_copies_state_id'))

    op.drop_table('clean_copies')
