"""Circles, rights that hold for the albums below, and the keeper's acts"""

import sqlalchemy as sa
from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Plain additions, not batches: SQLite would copy the table and drop the old one, from which others hang.
    op.add_column('albums', sa.Column('inherits', sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column('albums', sa.Column('reach', sa.String(length=10), nullable=False, server_default='private'))
    op.create_index(op.f('ix_albums_reach'), 'albums', ['reach'], unique=False)

    op.create_table('circles',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('uid', sa.String(length=12), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['members.id'], name=op.f('fk_circles_owner_id_members')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_circles')),
    sa.UniqueConstraint('uid', name=op.f('uq_circles_uid'))
    )
    op.create_index(op.f('ix_circles_owner_id'), 'circles', ['owner_id'], unique=False)

    op.create_table('circle_members',
    sa.Column('circle_id', sa.Integer(), nullable=False),
    sa.Column('member_id', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['circle_id'], ['circles.id'], name=op.f('fk_circle_members_circle_id_circles'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['member_id'], ['members.id'], name=op.f('fk_circle_members_member_id_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('circle_id', 'member_id', name=op.f('pk_circle_members'))
    )
    op.create_index(op.f('ix_circle_members_member_id'), 'circle_members', ['member_id'], unique=False)

    op.create_table('circle_grants',
    sa.Column('album_id', sa.Integer(), nullable=False),
    sa.Column('circle_id', sa.Integer(), nullable=False),
    sa.Column('role', sa.String(length=12), nullable=False),
    sa.Column('granted_at', sa.DateTime(), nullable=False),
    sa.CheckConstraint("role IN ('viewer', 'contributor', 'editor')", name=op.f('ck_circle_grants_role')),
    sa.ForeignKeyConstraint(['album_id'], ['albums.id'], name=op.f('fk_circle_grants_album_id_albums'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['circle_id'], ['circles.id'], name=op.f('fk_circle_grants_circle_id_circles'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('album_id', 'circle_id', name=op.f('pk_circle_grants'))
    )
    op.create_index(op.f('ix_circle_grants_circle_id'), 'circle_grants', ['circle_id'], unique=False)

    op.create_table('album_sources',
    sa.Column('album_id', sa.Integer(), nullable=False),
    sa.Column('source_id', sa.Integer(), nullable=False),
    sa.Column('host_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['album_id'], ['albums.id'], name=op.f('fk_album_sources_album_id_albums'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['host_id'], ['members.id'], name=op.f('fk_album_sources_host_id_members')),
    sa.ForeignKeyConstraint(['source_id'], ['albums.id'], name=op.f('fk_album_sources_source_id_albums'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('album_id', 'source_id', name=op.f('pk_album_sources'))
    )
    op.create_index(op.f('ix_album_sources_source_id'), 'album_sources', ['source_id'], unique=False)
    op.create_index(op.f('ix_album_sources_host_id'), 'album_sources', ['host_id'], unique=False)

    op.create_table('keeper_acts',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('keeper_id', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=300), nullable=False),
    sa.Column('started_at', sa.DateTime(), nullable=False),
    sa.Column('ends_at', sa.DateTime(), nullable=False),
    sa.ForeignKeyConstraint(['keeper_id'], ['members.id'], name=op.f('fk_keeper_acts_keeper_id_members')),
    sa.ForeignKeyConstraint(['owner_id'], ['members.id'], name=op.f('fk_keeper_acts_owner_id_members')),
    sa.ForeignKeyConstraint(['session_id'], ['sessions.id'], name=op.f('fk_keeper_acts_session_id_sessions'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_keeper_acts'))
    )
    for column in ('keeper_id', 'owner_id', 'session_id'):
        op.create_index(op.f(f'ix_keeper_acts_{column}'), 'keeper_acts', [column], unique=False)

    # Until now an album gave nothing to those inside it. Nobody sees more of them for a new version: all that
    # lie in another album begin as "does not inherit", which their owners can switch off.
    op.execute('UPDATE albums SET inherits = NOT inherits WHERE parent_id IS NOT NULL')
    op.execute('UPDATE albums SET reach = audience')
    op.execute('INSERT INTO album_sources (album_id, source_id) SELECT id, id FROM albums')


def downgrade() -> None:
    for table in ('keeper_acts', 'album_sources', 'circle_grants', 'circle_members', 'circles'):
        op.drop_table(table)
    op.drop_index(op.f('ix_albums_reach'), table_name='albums')
    op.drop_column('albums', 'reach')
    op.drop_column('albums', 'inherits')
