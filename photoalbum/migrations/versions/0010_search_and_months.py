"""Shelves, months and the words to be searched

The derived tables are kept by triggers, so that no statement can forget them (docs/decisions/shelves.md). What
a photo's rows should be is written once, in two views; a trigger throws its rows away and reads them anew.

A later migration that rebuilds `photos`, `originals`, `albums` or `album_entries` by a copy (a batch) must drop
the views and triggers first and make them again: SQLite drops triggers with the table they stand on.
"""

import sqlalchemy as sa
from alembic import op


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

SECONDS = "CAST(strftime('%s', p.sort_at) AS INTEGER) + 62135596800"

# Where each photo that is shown belongs: seconds since the year 1 and its id as one number, and its shelf.
PHOTO_PLACES = f"""
CREATE VIEW photo_places AS
SELECT p.id AS photo_id, p.owner_id AS owner_id,
  ((CASE WHEN p.sort_at >= '9999-01-01' THEN 137438953471 ELSE min({SECONDS}, 137438953470) END) << 26) | p.id AS place,
  CAST(substr(p.sort_at, 1, 4) || substr(p.sort_at, 6, 2) AS INTEGER) AS month,
  coalesce((SELECT group_concat(album_id, ',') FROM
    (SELECT e.album_id FROM album_entries e WHERE e.photo_id = p.id ORDER BY e.album_id)), '') AS albums
FROM photos p WHERE p.trashed_at IS NULL AND p.companion_of_id IS NULL
"""

# What can be found of it. `marks` are words of ours: shelf, owner and kind. `caption` is what people wrote, and
# the only words that strangers search; `said` came with the file.
PHOTO_WORDS = """
CREATE VIEW photo_words AS
SELECT s.place AS place, s.photo_id AS photo_id,
  's' || s.shelf_id || ' o' || p.owner_id || ' k' || p.kind AS marks,
  CASE WHEN p.caption_source = 'file' THEN p.alt_text ELSE p.caption || ' ' || p.alt_text END AS caption,
  {tags} AS tags,
  (CASE WHEN p.caption_source = 'file' THEN p.caption ELSE '' END) || ' ' ||
    coalesce((SELECT group_concat(value, ' ') FROM json_each(
      CASE WHEN json_type(p.notes, '$.keywords') IS NULL THEN o.details ELSE p.notes END, '$.keywords')), '') || ' ' ||
    coalesce((SELECT group_concat(value, ' ') FROM json_each(o.details, '$.file.people')), '') || ' ' ||
    coalesce((SELECT group_concat(value, ' ') FROM json_each(p.notes, '$.notes.people')), '') AS said,
  p.file_name AS file_name,
  coalesce(json_extract(o.details, '$.camera.name'), '') || ' ' ||
    coalesce(json_extract(o.details, '$.camera.lens'), '') AS camera
FROM shelved_photos s JOIN photos p ON p.id = s.photo_id JOIN originals o ON o.id = p.original_id
"""

# Where the tables of tags are older than this step, their words are searched too; where they are younger, the
# step that makes them has to make this view again with WITH_TAGS, and the triggers of TAG_TRIGGERS.
NO_TAGS = "''"
WITH_TAGS = "coalesce((SELECT group_concat(t.written, ' ') FROM photo_tags t WHERE t.photo_id = p.id), '')"

INDEXES = (
    "CREATE VIRTUAL TABLE photo_search USING fts5(marks, caption, tags, said, file_name, camera, "
    "tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4')",
    "CREATE VIRTUAL TABLE album_search USING fts5(title, description, "
    "tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3')",
)

COLUMNS = "marks, caption, tags, said, file_name, camera"


def shelve(photo: str) -> str:
    """Put a photo where it belongs, whatever was known of it before.

    No statement here says OR IGNORE: inside a trigger the outer statement's word on conflicts would win.
    """
    return f"""
DELETE FROM shelved_photos WHERE photo_id = {photo};
INSERT INTO shelves (owner_id, albums, photo_count) SELECT w.owner_id, w.albums, 0 FROM photo_places w
  WHERE w.photo_id = {photo}
  AND NOT EXISTS (SELECT 1 FROM shelves f WHERE f.owner_id = w.owner_id AND f.albums = w.albums);
INSERT INTO shelved_photos (place, photo_id, shelf_id, month)
  SELECT w.place, w.photo_id, f.id, w.month FROM photo_places w
  JOIN shelves f ON f.owner_id = w.owner_id AND f.albums = w.albums WHERE w.photo_id = {photo};
INSERT INTO shelf_albums (album_id, shelf_id) SELECT e.album_id, s.shelf_id FROM shelved_photos s
  JOIN album_entries e ON e.photo_id = s.photo_id WHERE s.photo_id = {photo}
  AND NOT EXISTS (SELECT 1 FROM shelf_albums h WHERE h.album_id = e.album_id AND h.shelf_id = s.shelf_id);
"""


def word(where: str) -> str:
    """Read the words of photos anew."""
    return f"""
DELETE FROM photo_search WHERE rowid IN (SELECT place FROM photo_words WHERE {where});
INSERT INTO photo_search (rowid, {COLUMNS}) SELECT place, {COLUMNS} FROM photo_words WHERE {where};
"""


def trigger(name: str, event: str, statements: str) -> str:
    return f"CREATE TRIGGER {name} AFTER {event} BEGIN {statements} END"


TRIGGERS = {
    "shelved_photo_comes": ("INSERT ON shelved_photos", f"""
UPDATE shelves SET photo_count = photo_count + 1 WHERE id = NEW.shelf_id;
INSERT INTO shelf_months (shelf_id, month, photo_count) VALUES (NEW.shelf_id, NEW.month, 1)
  ON CONFLICT (shelf_id, month) DO UPDATE SET photo_count = photo_count + 1;
INSERT INTO photo_search (rowid, {COLUMNS}) SELECT place, {COLUMNS} FROM photo_words WHERE place = NEW.place;
"""),
    "shelved_photo_goes": ("DELETE ON shelved_photos", """
UPDATE shelves SET photo_count = photo_count - 1 WHERE id = OLD.shelf_id;
UPDATE shelf_months SET photo_count = photo_count - 1 WHERE shelf_id = OLD.shelf_id AND month = OLD.month;
DELETE FROM shelf_months WHERE shelf_id = OLD.shelf_id AND month = OLD.month AND photo_count = 0;
DELETE FROM photo_search WHERE rowid = OLD.place;
"""),
    "photo_comes": ("INSERT ON photos", shelve("NEW.id")),
    "photo_moves": ("UPDATE OF owner_id, sort_at, trashed_at, companion_of_id ON photos", shelve("NEW.id")),
    "photo_goes": ("DELETE ON photos", "DELETE FROM shelved_photos WHERE photo_id = OLD.id;"),
    "photo_is_described": (
        "UPDATE OF caption, caption_source, alt_text, file_name, kind, notes, original_id ON photos",
        word("photo_id = NEW.id"),
    ),
    "original_is_described": (
        "UPDATE OF details ON originals",
        word("photo_id IN (SELECT id FROM photos WHERE original_id = NEW.id)"),
    ),
    "entry_comes": ("INSERT ON album_entries", shelve("NEW.photo_id")),
    "entry_goes": ("DELETE ON album_entries", shelve("OLD.photo_id")),
    "entry_moves": (
        "UPDATE OF album_id, photo_id ON album_entries",
        shelve("OLD.photo_id") + shelve("NEW.photo_id"),
    ),
    "album_comes": ("INSERT ON albums", """
INSERT INTO album_search (rowid, title, description) VALUES (NEW.id, NEW.title, NEW.description);
"""),
    "album_is_described": ("UPDATE OF title, description ON albums", """
DELETE FROM album_search WHERE rowid = NEW.id;
INSERT INTO album_search (rowid, title, description) VALUES (NEW.id, NEW.title, NEW.description);
"""),
    "album_goes": ("DELETE ON albums", "DELETE FROM album_search WHERE rowid = OLD.id;"),
}

TAG_TRIGGERS = {
    "tag_comes": ("INSERT ON photo_tags", word("photo_id = NEW.photo_id")),
    "tag_is_written": ("UPDATE ON photo_tags", word("photo_id = NEW.photo_id")),
    "tag_goes": ("DELETE ON photo_tags", word("photo_id = OLD.photo_id")),
}


def upgrade() -> None:
    op.create_table('shelves',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('owner_id', sa.Integer(), nullable=False),
    sa.Column('albums', sa.String(length=5000), nullable=False),
    sa.Column('photo_count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['members.id'], name=op.f('fk_shelves_owner_id_members'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shelves')),
    sa.UniqueConstraint('owner_id', 'albums', name=op.f('uq_shelves_owner_id_albums'))
    )
    op.create_table('shelf_albums',
    sa.Column('album_id', sa.Integer(), nullable=False),
    sa.Column('shelf_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['album_id'], ['albums.id'], name=op.f('fk_shelf_albums_album_id_albums'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shelf_id'], ['shelves.id'], name=op.f('fk_shelf_albums_shelf_id_shelves'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('album_id', 'shelf_id', name=op.f('pk_shelf_albums'))
    )
    op.create_index(op.f('ix_shelf_albums_shelf_id'), 'shelf_albums', ['shelf_id'], unique=False)
    op.create_table('shelf_months',
    sa.Column('shelf_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Integer(), nullable=False),
    sa.Column('photo_count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['shelf_id'], ['shelves.id'], name=op.f('fk_shelf_months_shelf_id_shelves'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('shelf_id', 'month', name=op.f('pk_shelf_months'))
    )
    op.create_table('shelved_photos',
    # SQLite keeps a key of this very type as the row's own number, of 64 bits.
    sa.Column('place', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=False, nullable=False),
    sa.Column('photo_id', sa.Integer(), nullable=False),
    sa.Column('shelf_id', sa.Integer(), nullable=False),
    sa.Column('month', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['photo_id'], ['photos.id'], name=op.f('fk_shelved_photos_photo_id_photos'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['shelf_id'], ['shelves.id'], name=op.f('fk_shelved_photos_shelf_id_shelves')),
    sa.PrimaryKeyConstraint('place', name=op.f('pk_shelved_photos')),
    sa.UniqueConstraint('photo_id', name=op.f('uq_shelved_photos_photo_id'))
    )
    op.create_index(op.f('ix_shelved_photos_shelf_id_place'), 'shelved_photos', ['shelf_id', 'place'], unique=False)
    if op.get_bind().dialect.name == 'sqlite':
        _keep_them_by_triggers()


def _keep_them_by_triggers() -> None:
    run = op.get_bind().exec_driver_sql
    has_tags = sa.inspect(op.get_bind()).has_table('photo_tags')
    for statement in (PHOTO_PLACES, PHOTO_WORDS.format(tags=WITH_TAGS if has_tags else NO_TAGS), *INDEXES):
        run(statement)
    for name, (event, statements) in (TRIGGERS | (TAG_TRIGGERS if has_tags else {})).items():
        run(trigger(name, event, statements))
    # What is there already is put in its place by the same triggers.
    run("UPDATE photos SET sort_at = sort_at")
    run("INSERT INTO album_search (rowid, title, description) SELECT id, title, description FROM albums")


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        run = op.get_bind().exec_driver_sql
        for name in TRIGGERS | TAG_TRIGGERS:
            run(f"DROP TRIGGER IF EXISTS {name}")
        for kind, name in (("VIEW", "photo_words"), ("VIEW", "photo_places"), ("TABLE", "photo_search"), ("TABLE", "album_search")):
            run(f"DROP {kind} {name}")
    op.drop_table('shelved_photos')
    op.drop_table('shelf_months')
    op.drop_index(op.f('ix_shelf_albums_shelf_id'), table_name='shelf_albums')
    op.drop_table('shelf_albums')
    op.drop_table('shelves')
