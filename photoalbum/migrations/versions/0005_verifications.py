"""Verifications, purged originals, the date of a file, and smaller indexes of the trash"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

TRASHED = sa.text('trashed_at IS NOT NULL')


def upgrade() -> None:
    op.create_table('verifications',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=12), nullable=False),
    sa.Column('started_at', sa.DateTime(), nullable=False),
    sa.Column('finished_at', sa.DateTime(), nullable=True),
    sa.Column('quick', sa.Boolean(), nullable=False),
    sa.Column('reached', sa.Integer(), nullable=False),
    sa.Column('files', sa.Integer(), nullable=False),
    sa.Column('bytes', sa.BigInteger(), nullable=False),
    sa.Column('faults', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verifications')),
    sa.UniqueConstraint('uid', name=op.f('uq_verifications_uid'))
    )
    op.create_index(op.f('ix_verifications_finished_at'), 'verifications', ['finished_at'], unique=False)

    op.create_table('verification_faults',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('verification_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.Column('about', sa.String(length=600), nullable=False),
    sa.Column('sentence', sa.String(length=1000), nullable=False),
    sa.Column('found_at', sa.DateTime(), nullable=False),
    sa.Column('repaired_at', sa.DateTime(), nullable=True),
    sa.ForeignKeyConstraint(['verification_id'], ['verifications.id'], name=op.f('fk_verification_faults_verification_id_verifications'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_verification_faults'))
    )
    op.create_index(op.f('ix_verification_faults_verification_id'), 'verification_faults', ['verification_id'], unique=False)

    op.create_table('purged_originals',
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('extension', sa.String(length=10), nullable=False),
    sa.Column('purged_at', sa.DateTime(), nullable=False),
    sa.PrimaryKeyConstraint('sha256', name=op.f('pk_purged_originals'))
    )
    op.add_column('photos', sa.Column('file_dated_at', sa.DateTime(), nullable=True))
    for table in ('photos', 'albums'):
        op.drop_index(op.f(f'ix_{table}_trashed_at'), table_name=table)
        op.create_index(op.f(f'ix_{table}_trashed_at'), table, ['trashed_at'], unique=False, sqlite_where=TRASHED, postgresql_where=TRASHED)


def downgrade() -> None:
    for table in ('photos', 'albums'):
        op.drop_index(op.f(f'ix_{table}_trashed_at'), table_name=table)
        op.create_index(op.f(f'ix_{table}_trashed_at'), table, ['trashed_at'], unique=False)
    # Not in a batch: SQLite would copy the table and drop the old one, from which entries hang.
    op.drop_column('photos', 'file_dated_at')
    op.drop_table('purged_originals')
    op.drop_table('verification_faults')
    op.drop_table('verifications')
