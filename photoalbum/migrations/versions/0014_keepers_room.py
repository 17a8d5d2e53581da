"""Members who have left"""

import sqlalchemy as sa
from alembic import op


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('members', sa.Column('left_at', sa.DateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column('members', 'left_at')
