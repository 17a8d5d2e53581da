"""Uploads that come in pieces, and whether a checksum was compared"""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('receipt_lines', sa.Column('verified', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table('resumable_uploads',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=22), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('receipt_id', sa.Integer(), nullable=False),
    sa.Column('length', sa.BigInteger(), nullable=False),
    sa.Column('offset', sa.BigInteger(), nullable=False),
    sa.Column('file_name', sa.String(length=255), nullable=False),
    sa.Column('sent_metadata', sa.String(length=4000), nullable=False),
    sa.Column('promised_sha256', sa.String(length=64), nullable=False),
    sa.Column('sha256', sa.String(length=64), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.Column('expires_at', sa.DateTime(), nullable=False),
    sa.Column('line_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['line_id'], ['receipt_lines.id'], name=op.f('fk_resumable_uploads_line_id_receipt_lines'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_resumable_uploads_member_id_members'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['receipt_id'], ['receipts.id'], name=op.f('fk_resumable_uploads_receipt_id_receipts'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_resumable_uploads')),
    sa.UniqueConstraint('uid', name=op.f('uq_resumable_uploads_uid'))
    )
    for column in ('expires_at', 'line_id', 'member_id', 'receipt_id'):
        op.create_index(op.f(f'ix_resumable_uploads_{column}'), 'resumable_uploads', [column], unique=False)


def downgrade() -> None:
    op.drop_table('resumable_uploads')
    op.drop_column('receipt_lines', 'verified')
