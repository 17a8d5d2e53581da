"""Look-alikes, and how fast the queue moves"""

import sqlalchemy as sa
from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('look_groups',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=12), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('settled_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['owner_id'], ['members.id'], name=op.f('fk_look_groups_owner_id_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_look_groups')),
    sa.UniqueConstraint('uid', name=op.f('uq_look_groups_uid'))
    )
    with op.batch_alter_table('look_groups', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_look_groups_owner_id_settled_at_id'), ['owner_id', 'settled_at', 'id'], unique=False)

    op.create_table('fingerprints',
    sa.Column('photo_id', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('word_0', sa.Integer(), nullable=False),
    sa.Column('word_1', sa.Integer(), nullable=False),
    sa.Column('word_2', sa.Integer(), nullable=False),
    sa.Column('word_3', sa.Integer(), nullable=False),
    sa.Column('group_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['group_id'], ['look_groups.id'], name=op.f('fk_fingerprints_group_id_look_groups'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['owner_id'], ['members.id'], name=op.f('fk_fingerprints_owner_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['photo_id'], ['photos.id'], name=op.f('fk_fingerprints_photo_id_photos'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('photo_id', name=op.f('pk_fingerprints'))
    )
    with op.batch_alter_table('fingerprints', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_fingerprints_group_id'), ['group_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_fingerprints_owner_id_word_0'), ['owner_id', 'word_0'], unique=False)
        batch_op.create_index(batch_op.f('ix_fingerprints_owner_id_word_1'), ['owner_id', 'word_1'], unique=False)
        batch_op.create_index(batch_op.f('ix_fingerprints_owner_id_word_2'), ['owner_id', 'word_2'], unique=False)
        batch_op.create_index(batch_op.f('ix_fingerprints_owner_id_word_3'), ['owner_id', 'word_3'], unique=False)

    op.add_column('originals', sa.Column('finished_at', sa.DateTime(), nullable=True))
    with op.batch_alter_table('originals', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_originals_finished_at'), ['finished_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_originals_recipe_version'), ['recipe_version'], unique=False)


def downgrade() -> None:
    with op.batch_alter_table('originals', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_originals_recipe_version'))
        batch_op.drop_index(batch_op.f('ix_originals_finished_at'))
    # Not in a batch: SQLite would copy the table and drop the old one, from which photos hang.
    op.drop_column('originals', 'finished_at')
    op.drop_table('fingerprints')
    op.drop_table('look_groups')
