-- The database of an instance as the first part left it (schema 0001), for the test that upgrades it.
-- An invented family with a row of every kind. Dumped by sqlite3; never edited after.
BEGIN TRANSACTION;
CREATE TABLE album_entries (
	album_id INTEGER NOT NULL, 
	photo_id INTEGER NOT NULL, 
	sort_at DATETIME NOT NULL, 
	added_by_id INTEGER, 
	added_at DATETIME NOT NULL, 
	CONSTRAINT pk_album_entries PRIMARY KEY (album_id, photo_id), 
	CONSTRAINT fk_album_entries_added_by_id_members FOREIGN KEY(added_by_id) REFERENCES members (id), 
	CONSTRAINT fk_album_entries_album_id_albums FOREIGN KEY(album_id) REFERENCES albums (id) ON DELETE CASCADE, 
	CONSTRAINT fk_album_entries_photo_id_photos FOREIGN KEY(photo_id) REFERENCES photos (id) ON DELETE CASCADE
);
INSERT INTO "album_entries" VALUES(1,1,'2019-07-11 18:40:00.000000',1,'2025-03-01 12:00:00.000000');
INSERT INTO "album_entries" VALUES(1,2,'2019-07-12 18:40:00.000000',1,'2025-03-01 12:00:00.000000');
INSERT INTO "album_entries" VALUES(1,3,'2019-07-13 18:40:00.000000',1,'2025-03-01 12:00:00.000000');
INSERT INTO "album_entries" VALUES(1,4,'2019-07-14 18:40:00.000000',2,'2025-03-01 12:00:00.000000');
INSERT INTO "album_entries" VALUES(2,5,'9999-01-01 00:00:00.000000',2,'2025-03-01 12:00:00.000000');
INSERT INTO "album_entries" VALUES(2,8,'1962-01-01 00:00:00.000000',NULL,'2025-03-01 12:00:00.000000');
CREATE TABLE albums (
	id INTEGER NOT NULL, 
	uid VARCHAR(12) NOT NULL, 
	slug VARCHAR(80) NOT NULL, 
	title VARCHAR(200) NOT NULL, 
	description VARCHAR(5000) NOT NULL, 
	owner_id INTEGER NOT NULL, 
	parent_id INTEGER, 
	audience VARCHAR(10) NOT NULL, 
	cover_id INTEGER, 
	photo_count INTEGER NOT NULL, 
	video_count INTEGER NOT NULL, 
	first_taken DATETIME, 
	last_taken DATETIME, 
	sort_at DATETIME NOT NULL, 
	collage JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	trashed_at DATETIME, 
	trash_batch VARCHAR(12), 
	version INTEGER NOT NULL, 
	CONSTRAINT pk_albums PRIMARY KEY (id), 
	CONSTRAINT ck_albums_audience CHECK (audience IN ('private', 'family', 'public')), 
	CONSTRAINT fk_albums_cover_id_photos FOREIGN KEY(cover_id) REFERENCES photos (id) ON DELETE SET NULL, 
	CONSTRAINT fk_albums_owner_id_members FOREIGN KEY(owner_id) REFERENCES members (id), 
	CONSTRAINT fk_albums_parent_id_albums FOREIGN KEY(parent_id) REFERENCES albums (id), 
	CONSTRAINT uq_albums_slug UNIQUE (slug), 
	CONSTRAINT uq_albums_uid UNIQUE (uid)
);
INSERT INTO "albums" VALUES(1,'album0000001','summer-2019-abcde','Sommer 2019','Drei Wochen
am See.',1,NULL,'family',2,3,1,'2019-07-11 18:40:00.000000','2019-07-14 18:40:00.000000','2025-03-01 12:00:00.000000','["photo0000002", "photo0000001"]','2025-03-01 12:00:00.000000','2025-03-01 12:00:00.000000',NULL,NULL,1);
INSERT INTO "albums" VALUES(2,'album0000002','the-boat-fghij','The-Boat-Fghij','',2,1,'public',NULL,2,0,NULL,NULL,'2025-03-01 12:00:00.000000','[]','2025-03-01 12:00:00.000000','2025-03-01 12:00:00.000000',NULL,NULL,1);
INSERT INTO "albums" VALUES(3,'album0000003','old-klmno','Old-Klmno','',1,NULL,'private',NULL,0,0,NULL,NULL,'2025-03-01 12:00:00.000000','[]','2025-03-01 12:00:00.000000','2025-03-01 12:00:00.000000','2025-03-04 12:00:00.000000','batch0000002',1);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE favourites (
	member_id INTEGER NOT NULL, 
	photo_id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_favourites PRIMARY KEY (member_id, photo_id), 
	CONSTRAINT fk_favourites_member_id_members FOREIGN KEY(member_id) REFERENCES members (id) ON DELETE CASCADE, 
	CONSTRAINT fk_favourites_photo_id_photos FOREIGN KEY(photo_id) REFERENCES photos (id) ON DELETE CASCADE
);
INSERT INTO "favourites" VALUES(2,1,'2025-03-01 12:00:00.000000');
INSERT INTO "favourites" VALUES(1,1,'2025-03-01 12:00:00.000000');
CREATE TABLE grants (
	album_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	role VARCHAR(12) NOT NULL, 
	granted_at DATETIME NOT NULL, 
	CONSTRAINT pk_grants PRIMARY KEY (album_id, member_id), 
	CONSTRAINT ck_grants_role CHECK (role IN ('viewer', 'contributor', 'editor')), 
	CONSTRAINT fk_grants_album_id_albums FOREIGN KEY(album_id) REFERENCES albums (id) ON DELETE CASCADE, 
	CONSTRAINT fk_grants_member_id_members FOREIGN KEY(member_id) REFERENCES members (id) ON DELETE CASCADE
);
INSERT INTO "grants" VALUES(1,2,'contributor','2025-03-01 12:00:00.000000');
INSERT INTO "grants" VALUES(2,1,'editor','2025-03-01 12:00:00.000000');
CREATE TABLE household (
	id INTEGER NOT NULL, 
	family_name VARCHAR(80) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_household PRIMARY KEY (id), 
	CONSTRAINT ck_household_only_one CHECK (id = 1)
);
INSERT INTO "household" VALUES(1,'The Hartmanns','2025-03-01 12:00:00.000000');
CREATE TABLE invitations (
	id INTEGER NOT NULL, 
	uid VARCHAR(12) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	created_by_id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	used_by_id INTEGER, 
	revoked_at DATETIME, 
	CONSTRAINT pk_invitations PRIMARY KEY (id), 
	CONSTRAINT fk_invitations_created_by_id_members FOREIGN KEY(created_by_id) REFERENCES members (id), 
	CONSTRAINT fk_invitations_used_by_id_members FOREIGN KEY(used_by_id) REFERENCES members (id), 
	CONSTRAINT uq_invitations_uid UNIQUE (uid)
);
INSERT INTO "invitations" VALUES(1,'invitation01','Aunt Clara',1,'2025-03-01 12:00:00.000000','2025-03-08 12:00:00.000000','2025-03-02 12:00:00.000000',2,NULL);
INSERT INTO "invitations" VALUES(2,'invitation02','Cousin',1,'2025-03-01 12:00:00.000000','2025-03-08 12:00:00.000000',NULL,NULL,NULL);
CREATE TABLE members (
	id INTEGER NOT NULL, 
	uid VARCHAR(12) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	email VARCHAR(254) NOT NULL, 
	password_hash VARCHAR(200) NOT NULL, 
	role VARCHAR(10) NOT NULL, 
	created_at DATETIME NOT NULL, 
	disabled_at DATETIME, 
	password_changed_at DATETIME NOT NULL, 
	quota_bytes BIGINT, 
	language VARCHAR(10), 
	CONSTRAINT pk_members PRIMARY KEY (id), 
	CONSTRAINT ck_members_role CHECK (role IN ('keeper', 'member')), 
	CONSTRAINT ck_members_email_is_lower_case CHECK (email = lower(email)), 
	CONSTRAINT uq_members_email UNIQUE (email), 
	CONSTRAINT uq_members_uid UNIQUE (uid)
);
INSERT INTO "members" VALUES(1,'member000001','Anna Hartmann','anna@example.org','not a hash: nobody logs in here','keeper','2025-03-01 12:00:00.000000',NULL,'2025-03-01 12:00:00.000000',NULL,NULL);
INSERT INTO "members" VALUES(2,'member000002','Ben Hartmann','ben@example.org','not a hash: nobody logs in here','member','2025-03-01 12:00:00.000000',NULL,'2025-03-01 12:00:00.000000',10000000000,NULL);
INSERT INTO "members" VALUES(3,'member000003','Ötzi Hartmann','oetzi@example.org','not a hash: nobody logs in here','member','2025-03-01 12:00:00.000000','2025-03-10 12:00:00.000000','2025-03-01 12:00:00.000000',NULL,NULL);
CREATE TABLE originals (
	id INTEGER NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	bytes BIGINT NOT NULL, 
	crc32 BIGINT NOT NULL, 
	media_type VARCHAR(60) NOT NULL, 
	extension VARCHAR(10) NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	width INTEGER NOT NULL, 
	height INTEGER NOT NULL, 
	duration DOUBLE, 
	plays_in_browsers BOOLEAN NOT NULL, 
	damaged BOOLEAN NOT NULL, 
	details JSON NOT NULL, 
	placeholder VARCHAR(1000) NOT NULL, 
	tint VARCHAR(7) NOT NULL, 
	dhash VARCHAR(16) NOT NULL, 
	recipe_version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	reason VARCHAR(500) NOT NULL, 
	attempts INTEGER NOT NULL, 
	waits_until DATETIME NOT NULL, 
	leased_until DATETIME, 
	CONSTRAINT pk_originals PRIMARY KEY (id), 
	CONSTRAINT uq_originals_sha256 UNIQUE (sha256)
);
INSERT INTO "originals" VALUES(1,'6ef3f65b437abc5587a08b84755778d61c488d25b94c6da4a92ea0ff73cda8d0',3000001,4000000001,'image/jpeg','jpg','photo',4032,3024,NULL,0,0,'{"taken": {"at": "2019-07-11T18:40:00", "offset": 120, "source": "exif"}, "gps": {"lat": 47.3769, "lon": 8.5417, "alt": 408.0}, "camera": {"name": "Canon EOS R6"}}','','#8899aa','387cb4f63a5e90c0',1,'2025-03-01 12:00:00.000000','ready','',1,'2025-03-01 12:00:00.000000',NULL);
INSERT INTO "originals" VALUES(2,'5677e0c7f25c5d484ccff313000a3155630f13e75b2b39298734354d5b008f81',3000002,4000000002,'image/jpeg','jpg','photo',4032,3024,NULL,0,0,'{"taken": {"at": "2019-07-12T18:40:00", "offset": 120, "source": "exif"}, "gps": {"lat": 47.3769, "lon": 8.5417, "alt": 408.0}, "camera": {"name": "Canon EOS R6"}}','','#8899aa','d4bb0f71578dd920',1,'2025-03-01 12:00:00.000000','ready','',1,'2025-03-01 12:00:00.000000',NULL);
INSERT INTO "originals" VALUES(3,'6d11e9c952b1cc1254404420cea8a35bc20468de6479fe77fb03fe45d720feb5',200000,4000000003,'image/jpeg','jpg','photo',1600,1200,NULL,0,0,'{"taken": {"at": "2019-07-13T18:40:00", "offset": 120, "source": "exif"}, "gps": {"lat": 47.3769, "lon": 8.5417, "alt": 408.0}, "camera": {"name": "Canon EOS R6"}}','','#8899aa','d4bb0f71578dd925',1,'2025-03-01 12:00:00.000000','ready','',1,'2025-03-01 12:00:00.000000',NULL);
INSERT INTO "originals" VALUES(4,'75ca97bb38d233b0c2dcb90978c4375276724b3e792e944a27d7a8fb1cfd8f36',6000000000,4000000004,'video/mp4','mp4','video',1920,1080,12.5,1,0,'{"taken": {"at": "2019-07-14T18:40:00", "offset": 120, "source": "exif"}, "gps": {"lat": 47.3769, "lon": 8.5417, "alt": 408.0}, "camera": {"name": "Canon EOS R6"}}','','#8899aa','0d37c46791ec69e0',1,'2025-03-01 12:00:00.000000','ready','',1,'2025-03-01 12:00:00.000000',NULL);
INSERT INTO "originals" VALUES(5,'bcf53cdb43e4a99a8d81c8b7c6cb63c9a99e0d609b77701ce5a03c1c9b488dba',3000005,4000000005,'image/jpeg','jpg','photo',0,0,NULL,0,0,'{}','','#8899aa','',0,'2025-03-01 12:00:00.000000','failed','This file could not be read: something in it is broken.',3,'2025-03-01 12:00:00.000000',NULL);
INSERT INTO "originals" VALUES(6,'86cd2bb3d3c457cd17bfacc8483b32352ec03dd231a054cb0032861077a4f89e',3000006,4000000006,'image/jpeg','jpg','photo',0,0,NULL,0,0,'{}','','#8899aa','',0,'2025-03-01 12:00:00.000000','waiting','',0,'2025-03-01 12:00:00.000000',NULL);
INSERT INTO "originals" VALUES(7,'4092d8b2e284fc1d284a56389bf3adbdf179c6f495b2f7679f90b8b1cdac69e5',3000007,4000000007,'image/jpeg','jpg','photo',4032,3024,NULL,0,0,'{}','','#8899aa','',0,'2025-03-01 12:00:00.000000','working','',2,'2025-03-01 12:00:00.000000','2025-03-01 12:01:30.000000');
CREATE TABLE password_links (
	id INTEGER NOT NULL, 
	uid VARCHAR(12) NOT NULL, 
	member_id INTEGER NOT NULL, 
	created_by_id INTEGER, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	revoked_at DATETIME, 
	CONSTRAINT pk_password_links PRIMARY KEY (id), 
	CONSTRAINT fk_password_links_created_by_id_members FOREIGN KEY(created_by_id) REFERENCES members (id), 
	CONSTRAINT fk_password_links_member_id_members FOREIGN KEY(member_id) REFERENCES members (id) ON DELETE CASCADE, 
	CONSTRAINT uq_password_links_uid UNIQUE (uid)
);
INSERT INTO "password_links" VALUES(1,'passwordlnk1',2,1,'2025-03-01 12:00:00.000000','2025-03-01 13:00:00.000000',NULL,NULL);
INSERT INTO "password_links" VALUES(2,'passwordlnk2',2,NULL,'2025-03-01 12:00:00.000000','2025-03-01 13:00:00.000000','2025-03-01 12:00:00.000000',NULL);
CREATE TABLE photos (
	id INTEGER NOT NULL, 
	uid VARCHAR(12) NOT NULL, 
	owner_id INTEGER NOT NULL, 
	original_id INTEGER NOT NULL, 
	kind VARCHAR(10) NOT NULL, 
	file_name VARCHAR(255) NOT NULL, 
	caption VARCHAR(5000) NOT NULL, 
	alt_text VARCHAR(1000) NOT NULL, 
	taken_at DATETIME, 
	taken_offset INTEGER, 
	taken_source VARCHAR(30) NOT NULL, 
	sort_at DATETIME NOT NULL, 
	created_at DATETIME NOT NULL, 
	trashed_at DATETIME, 
	trash_batch VARCHAR(12), 
	CONSTRAINT pk_photos PRIMARY KEY (id), 
	CONSTRAINT fk_photos_original_id_originals FOREIGN KEY(original_id) REFERENCES originals (id), 
	CONSTRAINT fk_photos_owner_id_members FOREIGN KEY(owner_id) REFERENCES members (id), 
	CONSTRAINT uq_photos_owner_id_original_id UNIQUE (owner_id, original_id), 
	CONSTRAINT uq_photos_uid UNIQUE (uid)
);
INSERT INTO "photos" VALUES(1,'photo0000001',1,1,'photo','IMG_0001.jpg','Am See – “so blau” 🌊; it''s ours','','2019-07-11 18:40:00.000000',120,'exif','2019-07-11 18:40:00.000000','2025-03-01 12:00:00.000000',NULL,NULL);
INSERT INTO "photos" VALUES(2,'photo0000002',1,2,'photo','IMG_0002.jpg','','','2019-07-12 18:40:00.000000',120,'exif','2019-07-12 18:40:00.000000','2025-03-01 12:00:00.000000',NULL,NULL);
INSERT INTO "photos" VALUES(3,'photo0000003',1,3,'photo','IMG-20190712-WA0003.jpg','','','2019-07-13 18:40:00.000000',120,'name','2019-07-13 18:40:00.000000','2025-03-01 12:00:00.000000',NULL,NULL);
INSERT INTO "photos" VALUES(4,'photo0000004',2,4,'video','IMG_0004.mp4','','','2019-07-14 18:40:00.000000',120,'exif','2019-07-14 18:40:00.000000','2025-03-01 12:00:00.000000',NULL,NULL);
INSERT INTO "photos" VALUES(5,'photo0000005',2,5,'photo','IMG_0005.jpg','','',NULL,NULL,'','9999-01-01 00:00:00.000000','2025-03-01 12:00:00.000000',NULL,NULL);
INSERT INTO "photos" VALUES(6,'photo0000006',2,6,'photo','IMG_0006.jpg','','',NULL,NULL,'','9999-01-01 00:00:00.000000','2025-03-01 12:00:00.000000',NULL,NULL);
INSERT INTO "photos" VALUES(7,'photo0000007',1,7,'photo','IMG_0007.jpg','','',NULL,NULL,'','9999-01-01 00:00:00.000000','2025-03-01 12:00:00.000000',NULL,NULL);
INSERT INTO "photos" VALUES(8,'photo0000008',2,1,'photo','DSC_1.jpg','','','1962-01-01 00:00:00.000000',120,'person','1962-01-01 00:00:00.000000','2025-03-01 12:00:00.000000',NULL,NULL);
INSERT INTO "photos" VALUES(9,'photo0000009',3,2,'photo','IMG_0009.jpg','','','2019-07-12 18:40:00.000000',120,'exif','2019-07-12 18:40:00.000000','2025-03-01 12:00:00.000000','2025-03-03 12:00:00.000000','batch0000001');
CREATE TABLE receipt_lines (
	id INTEGER NOT NULL, 
	receipt_id INTEGER NOT NULL, 
	photo_id INTEGER, 
	file_name VARCHAR(255) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	bytes BIGINT NOT NULL, 
	duplicate BOOLEAN NOT NULL, 
	received_at DATETIME NOT NULL, 
	refusal VARCHAR(500) NOT NULL, 
	CONSTRAINT pk_receipt_lines PRIMARY KEY (id), 
	CONSTRAINT fk_receipt_lines_photo_id_photos FOREIGN KEY(photo_id) REFERENCES photos (id) ON DELETE SET NULL, 
	CONSTRAINT fk_receipt_lines_receipt_id_receipts FOREIGN KEY(receipt_id) REFERENCES receipts (id) ON DELETE CASCADE
);
INSERT INTO "receipt_lines" VALUES(1,1,1,'IMG_0001.jpg','6ef3f65b437abc5587a08b84755778d61c488d25b94c6da4a92ea0ff73cda8d0',3000001,0,'2025-03-01 12:00:00.000000','');
INSERT INTO "receipt_lines" VALUES(2,1,NULL,'letter.docx','',0,0,'2025-03-01 12:00:00.000000','This is a Word document, not a photo or video.');
INSERT INTO "receipt_lines" VALUES(3,2,8,'DSC_1.jpg','6ef3f65b437abc5587a08b84755778d61c488d25b94c6da4a92ea0ff73cda8d0',3000001,1,'2025-03-01 12:00:00.000000','');
CREATE TABLE receipts (
	id INTEGER NOT NULL, 
	uid VARCHAR(12) NOT NULL, 
	member_id INTEGER NOT NULL, 
	album_id INTEGER, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_receipts PRIMARY KEY (id), 
	CONSTRAINT fk_receipts_album_id_albums FOREIGN KEY(album_id) REFERENCES albums (id) ON DELETE SET NULL, 
	CONSTRAINT fk_receipts_member_id_members FOREIGN KEY(member_id) REFERENCES members (id), 
	CONSTRAINT uq_receipts_uid UNIQUE (uid)
);
INSERT INTO "receipts" VALUES(1,'receipt00001',1,1,'2025-03-01 12:00:00.000000');
INSERT INTO "receipts" VALUES(2,'receipt00002',2,NULL,'2025-03-01 12:00:00.000000');
CREATE TABLE sessions (
	id INTEGER NOT NULL, 
	uid VARCHAR(12) NOT NULL, 
	digest VARCHAR(64) NOT NULL, 
	member_id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	last_used_at DATETIME NOT NULL, 
	confirmed_at DATETIME NOT NULL, 
	user_agent VARCHAR(200) NOT NULL, 
	address VARCHAR(45) NOT NULL, 
	CONSTRAINT pk_sessions PRIMARY KEY (id), 
	CONSTRAINT fk_sessions_member_id_members FOREIGN KEY(member_id) REFERENCES members (id) ON DELETE CASCADE, 
	CONSTRAINT uq_sessions_digest UNIQUE (digest), 
	CONSTRAINT uq_sessions_uid UNIQUE (uid)
);
INSERT INTO "sessions" VALUES(1,'session00001','3f3af1ecebbd1410ab417ec0d27bbfcb5d340e177ae159b59fc8626c2dfd9175',1,'2025-03-01 12:00:00.000000','2025-03-01 12:00:00.000000','2025-03-01 12:00:00.000000','Mozilla/5.0','192.0.2.7');
CREATE TABLE share_links (
	id INTEGER NOT NULL, 
	uid VARCHAR(22) NOT NULL, 
	album_id INTEGER NOT NULL, 
	created_by_id INTEGER NOT NULL, 
	label VARCHAR(100) NOT NULL, 
	version INTEGER NOT NULL, 
	rules INTEGER NOT NULL, 
	password_hash VARCHAR(200), 
	expires_at DATETIME, 
	revoked_at DATETIME, 
	created_at DATETIME NOT NULL, 
	last_used_at DATETIME, 
	CONSTRAINT pk_share_links PRIMARY KEY (id), 
	CONSTRAINT fk_share_links_album_id_albums FOREIGN KEY(album_id) REFERENCES albums (id) ON DELETE CASCADE, 
	CONSTRAINT fk_share_links_created_by_id_members FOREIGN KEY(created_by_id) REFERENCES members (id), 
	CONSTRAINT uq_share_links_uid UNIQUE (uid)
);
INSERT INTO "share_links" VALUES(1,'sharelinkone0000000001',1,1,'For grandma',1,1,NULL,NULL,NULL,'2025-03-01 12:00:00.000000',NULL);
INSERT INTO "share_links" VALUES(2,'sharelinktwo0000000002',2,2,'',2,3,'not a hash','2026-04-05 12:00:00.000000','2025-03-02 12:00:00.000000','2025-03-01 12:00:00.000000','2025-03-01 12:00:00.000000');
CREATE INDEX ix_originals_state_waits_until ON originals (state, waits_until);
CREATE INDEX ix_invitations_created_by_id ON invitations (created_by_id);
CREATE INDEX ix_invitations_used_by_id ON invitations (used_by_id);
CREATE INDEX ix_password_links_created_by_id ON password_links (created_by_id);
CREATE INDEX ix_password_links_member_id ON password_links (member_id);
CREATE UNIQUE INDEX uq_password_links_open ON password_links (member_id) WHERE used_at IS NULL AND revoked_at IS NULL;
CREATE INDEX ix_photos_original_id ON photos (original_id);
CREATE INDEX ix_photos_owner_id_sort_at_id ON photos (owner_id, sort_at, id);
CREATE INDEX ix_photos_trashed_at ON photos (trashed_at);
CREATE INDEX ix_sessions_last_used_at ON sessions (last_used_at);
CREATE INDEX ix_sessions_member_id ON sessions (member_id);
CREATE INDEX ix_albums_cover_id ON albums (cover_id);
CREATE INDEX ix_albums_owner_id ON albums (owner_id);
CREATE INDEX ix_albums_parent_id ON albums (parent_id);
CREATE INDEX ix_albums_trashed_at ON albums (trashed_at);
CREATE INDEX ix_albums_trashed_at_sort_at_id ON albums (trashed_at, sort_at, id);
CREATE INDEX ix_favourites_photo_id ON favourites (photo_id);
CREATE INDEX ix_album_entries_album_id_sort_at_photo_id ON album_entries (album_id, sort_at, photo_id);
CREATE INDEX ix_album_entries_photo_id ON album_entries (photo_id);
CREATE INDEX ix_grants_member_id ON grants (member_id);
CREATE INDEX ix_receipts_album_id ON receipts (album_id);
CREATE INDEX ix_receipts_member_id_created_at ON receipts (member_id, created_at);
CREATE INDEX ix_share_links_album_id ON share_links (album_id);
CREATE INDEX ix_share_links_created_by_id ON share_links (created_by_id);
CREATE INDEX ix_receipt_lines_photo_id ON receipt_lines (photo_id);
CREATE INDEX ix_receipt_lines_receipt_id ON receipt_lines (receipt_id);
COMMIT;
