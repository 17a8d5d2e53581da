"""Backups: one row for each"""

import sqlalchemy as sa
from alembic import op


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('backups',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=12), nullable=False),
    sa.Column('started_at', sa.DateTime(), nullable=False),
    sa.Column('finished_at', sa.DateTime(), nullable=False),
    sa.Column('folder', sa.String(length=1000), nullable=False),
    sa.Column('files', sa.Integer(), nullable=False),
    sa.Column('bytes', sa.BigInteger(), nullable=False),
    sa.Column('copied_files', sa.Integer(), nullable=False),
    sa.Column('copied_bytes', sa.BigInteger(), nullable=False),
    sa.Column('faults', sa.Integer(), nullable=False),
    sa.Column('failure', sa.String(length=500), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_backups')),
    sa.UniqueConstraint('uid', name=op.f('uq_backups_uid'))
    )
    op.create_index(op.f('ix_backups_finished_at'), 'backups', ['finished_at'], unique=False)


def downgrade() -> None:
    op.drop_table('backups')
