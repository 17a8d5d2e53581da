-- The database of an instance as the fourth part left it (schema 0010), for the test that upgrades it.
-- An invented family with a row of every kind. Dumped by sqlite3; never edited after.
BEGIN TRANSACTION;
CREATE TABLE album_entries (
	album_id INTEGER NOT NULL, 
	photo_id INTEGER NOT NULL, 
	sort_at DATETIME NOT NULL, 
	added_by_id INTEGER, 
	added_at DATETIME NOT NULL, position BIGINT DEFAULT '1099511627776' NOT NULL, 
	CONSTRAINT pk_album_entries PRIMARY KEY (album_id, photo_id), 
	CONSTRAINT fk_album_entries_added_by_id_members FOREIGN KEY(added_by_id) REFERENCES members (id), 
	CONSTRAINT fk_album_entries_album_id_albums FOREIGN KEY(album_id) REFERENCES albums (id) ON DELETE CASCADE, 
	CONSTRAINT fk_album_entries_photo_id_photos FOREIGN KEY(photo_id) REFERENCES photos (id) ON DELETE CASCADE
);
INSERT INTO "album_entries" VALUES(1,7,'2019-07-14 10:00:00.000000',2,'2026-11-25 18:07:39.065715',1099511627776);
INSERT INTO "album_entries" VALUES(1,8,'2019-07-14 10:00:00.000000',5,'2026-11-25 18:07:39.085251',1099511627776);
INSERT INTO "album_entries" VALUES(1,9,'9999-01-01 00:00:00.000000',2,'2026-11-25 18:07:39.097448',1099511627776);
INSERT INTO "album_entries" VALUES(1,10,'2019-07-14 10:00:00.000000',2,'2026-11-25 18:07:39.109708',1099511627776);
INSERT INTO "album_entries" VALUES(3,11,'2019-07-14 10:00:00.000000',2,'2026-11-25 18:07:39.205916',1099511627776);
INSERT INTO "album_entries" VALUES(3,12,'2019-07-14 10:00:00.000000',5,'2026-11-25 18:07:39.219455',1099511627776);
INSERT INTO "album_entries" VALUES(3,13,'9999-01-01 00:00:00.000000',2,'2026-11-25 18:07:39.231690',1099511627776);
INSERT INTO "album_entries" VALUES(3,14,'2019-07-14 10:00:00.000000',2,'2026-11-25 18:07:39.245062',1099511627776);
CREATE TABLE album_sources (
	album_id INTEGER NOT NULL, 
	source_id INTEGER NOT NULL, 
	host_id INTEGER, 
	CONSTRAINT pk_album_sources PRIMARY KEY (album_id, source_id), 
	CONSTRAINT fk_album_sources_album_id_albums FOREIGN KEY(album_id) REFERENCES albums (id) ON DELETE CASCADE, 
	CONSTRAINT fk_album_sources_host_id_members FOREIGN KEY(host_id) REFERENCES members (id), 
	CONSTRAINT fk_album_sources_source_id_albums FOREIGN KEY(source_id) REFERENCES albums (id) ON DELETE CASCADE
);
INSERT INTO "album_sources" VALUES(1,1,NULL);
INSERT INTO "album_sources" VALUES(2,2,NULL);
INSERT INTO "album_sources" VALUES(3,3,NULL);
INSERT INTO "album_sources" VALUES(4,4,NULL);
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
	version INTEGER NOT NULL, photo_order VARCHAR(10) NOT NULL DEFAULT 'date' CONSTRAINT ck_albums_photo_order CHECK (photo_order IN ('date', 'newest', 'hand')), inherits BOOLEAN DEFAULT 1 NOT NULL, reach VARCHAR(10) DEFAULT 'private' NOT NULL, 
	CONSTRAINT pk_albums PRIMARY KEY (id), 
	CONSTRAINT ck_albums_audience CHECK (audience IN ('private', 'family', 'public')), 
	CONSTRAINT fk_albums_cover_id_photos FOREIGN KEY(cover_id) REFERENCES photos (id) ON DELETE SET NULL, 
	CONSTRAINT fk_albums_owner_id_members FOREIGN KEY(owner_id) REFERENCES members (id), 
	CONSTRAINT fk_albums_parent_id_albums FOREIGN KEY(parent_id) REFERENCES albums (id), 
	CONSTRAINT uq_albums_slug UNIQUE (slug), 
	CONSTRAINT uq_albums_uid UNIQUE (uid)
);
INSERT INTO "albums" VALUES(1,'TFsUkYof4Wsu','album-for-private-mjcnf','Album for private','By the lake.',2,NULL,'private',NULL,2,1,'2019-07-14 10:00:00.000000','2019-07-14 10:00:00.000000','2019-07-14 10:00:00.000000','["8NSuZyCibeDV", "v6BeVrb4i1bB", "qH8QSUwFzU2j"]','2026-11-25 18:07:38.932834','2026-11-25 18:07:38.932836',NULL,NULL,1,'date',1,'private');
INSERT INTO "albums" VALUES(2,'vXKcXcSszfnp','old-album-for-private-6cddg','Old album for private','',2,NULL,'private',NULL,0,0,NULL,NULL,'2026-11-25 18:07:38.948674','[]','2026-11-25 18:07:38.948674','2026-11-25 18:07:39.123194','2026-11-25 18:07:39.122642','p9X8c4uVckk1',2,'date',1,'private');
INSERT INTO "albums" VALUES(3,'y3AgdkB3VrPK','album-for-family-okqx7','Album for family','By the lake.',2,NULL,'family',NULL,2,1,'2019-07-14 10:00:00.000000','2019-07-14 10:00:00.000000','2019-07-14 10:00:00.000000','["YuB6gsGzr6XD", "wRQqdQQHXqac", "auZfKTCsq8Ph"]','2026-11-25 18:07:39.179166','2026-11-25 18:07:39.179168',NULL,NULL,1,'date',1,'family');
INSERT INTO "albums" VALUES(4,'hUmRrjtH4b2L','old-album-for-family-bvov6','Old album for family','',2,NULL,'family',NULL,0,0,NULL,NULL,'2026-11-25 18:07:39.189133','[]','2026-11-25 18:07:39.189133','2026-11-25 18:07:39.256355','2026-11-25 18:07:39.256093','h5TAT8D4Pjge',2,'date',1,'family');
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0010');
CREATE TABLE circle_grants (
	album_id INTEGER NOT NULL, 
	circle_id INTEGER NOT NULL, 
	role VARCHAR(12) NOT NULL, 
	granted_at DATETIME NOT NULL, 
	CONSTRAINT pk_circle_grants PRIMARY KEY (album_id, circle_id), 
	CONSTRAINT ck_circle_grants_role CHECK (role IN ('viewer', 'contributor', 'editor')), 
	CONSTRAINT fk_circle_grants_album_id_albums FOREIGN KEY(album_id) REFERENCES albums (id) ON DELETE CASCADE, 
	CONSTRAINT fk_circle_grants_circle_id_circles FOREIGN KEY(circle_id) REFERENCES circles (id) ON DELETE CASCADE
);
INSERT INTO "circle_grants" VALUES(1,1,'viewer','2026-11-25 18:07:38.949280');
INSERT INTO "circle_grants" VALUES(3,1,'viewer','2026-11-25 18:07:39.189440');
CREATE TABLE circle_members (
	circle_id INTEGER NOT NULL, 
	member_id INTEGER NOT NULL, 
	added_at DATETIME NOT NULL, 
	CONSTRAINT pk_circle_members PRIMARY KEY (circle_id, member_id), 
	CONSTRAINT fk_circle_members_circle_id_circles FOREIGN KEY(circle_id) REFERENCES circles (id) ON DELETE CASCADE, 
	CONSTRAINT fk_circle_members_member_id_members FOREIGN KEY(member_id) REFERENCES members (id) ON DELETE CASCADE
);
INSERT INTO "circle_members" VALUES(1,3,'2026-11-25 18:07:38.931789');
CREATE TABLE circles (
	id INTEGER NOT NULL, 
	uid VARCHAR(12) NOT NULL, 
	name VARCHAR(80) NOT NULL, 
	owner_id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_circles PRIMARY KEY (id), 
	CONSTRAINT fk_circles_owner_id_members FOREIGN KEY(owner_id) REFERENCES members (id), 
	CONSTRAINT uq_circles_uid UNIQUE (uid)
);
INSERT INTO "circles" VALUES(1,'E9cc7Rcs94me','Mum''s side',2,'2026-11-25 18:07:38.929784');
CREATE TABLE clean_copies (
	id INTEGER NOT NULL, 
	original_id INTEGER NOT NULL, 
	edits VARCHAR(40) NOT NULL, 
	version INTEGER NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	attempts INTEGER NOT NULL, 
	reason VARCHAR(500) NOT NULL, 
	media_type VARCHAR(60) NOT NULL, 
	extension VARCHAR(10) NOT NULL, 
	bytes BIGINT NOT NULL, 
	crc32 BIGINT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	pieces JSON, 
	file_key VARCHAR(200) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_clean_copies PRIMARY KEY (id), 
	CONSTRAINT fk_clean_copies_original_id_originals FOREIGN KEY(original_id) REFERENCES originals (id) ON DELETE CASCADE, 
	CONSTRAINT uq_clean_copies_original_id_edits UNIQUE (original_id, edits)
);
INSERT INTO "clean_copies" VALUES(1,1,'',1,'ready',1,'','image/jpeg','jpg',1000,1,'efefefefefefefefefefefefefefefefefefefefefefefefefefefefefefefef','[]','clean/x','2025-03-01 12:00:00.000000');
CREATE TABLE comments (
	id INTEGER NOT NULL, 
	uid VARCHAR(12) NOT NULL, 
	photo_id INTEGER NOT NULL, 
	author_id INTEGER, 
	author_name VARCHAR(80) NOT NULL, 
	words VARCHAR(2000) NOT NULL, 
	created_at DATETIME NOT NULL, 
	edited_at DATETIME, 
	CONSTRAINT pk_comments PRIMARY KEY (id), 
	CONSTRAINT fk_comments_author_id_members FOREIGN KEY(author_id) REFERENCES members (id) ON DELETE SET NULL, 
	CONSTRAINT fk_comments_photo_id_photos FOREIGN KEY(photo_id) REFERENCES photos (id) ON DELETE CASCADE, 
	CONSTRAINT uq_comments_uid UNIQUE (uid)
);
INSERT INTO "comments" VALUES(1,'C5aH9osbp7Zz',7,4,'Uncle','How lovely.','2026-11-25 18:07:39.135549',NULL);
INSERT INTO "comments" VALUES(2,'BG6WFR9831Yv',11,4,'Uncle','How lovely.','2026-11-25 18:07:39.267890',NULL);
CREATE TABLE favourites (
	member_id INTEGER NOT NULL, 
	photo_id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_favourites PRIMARY KEY (member_id, photo_id), 
	CONSTRAINT fk_favourites_member_id_members FOREIGN KEY(member_id) REFERENCES members (id) ON DELETE CASCADE, 
	CONSTRAINT fk_favourites_photo_id_photos FOREIGN KEY(photo_id) REFERENCES photos (id) ON DELETE CASCADE
);
INSERT INTO "favourites" VALUES(2,1,'2025-03-01 12:00:00.000000');
CREATE TABLE films (
	id INTEGER NOT NULL, 
	original_id INTEGER NOT NULL, 
	part VARCHAR(10) NOT NULL, 
	heavy BOOLEAN NOT NULL, 
	file_name VARCHAR(20) NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	percent INTEGER NOT NULL, 
	reason VARCHAR(500) NOT NULL, 
	attempts INTEGER NOT NULL, 
	run INTEGER NOT NULL, 
	waits_until DATETIME NOT NULL, 
	leased_until DATETIME, 
	CONSTRAINT pk_films PRIMARY KEY (id), 
	CONSTRAINT fk_films_original_id_originals FOREIGN KEY(original_id) REFERENCES originals (id) ON DELETE CASCADE, 
	CONSTRAINT uq_films_original_id_part UNIQUE (original_id, part)
);
INSERT INTO "films" VALUES(1,7,'preview',0,'preview.mp4','ready',100,'',1,1,'2026-11-25 18:07:40.441038',NULL);
INSERT INTO "films" VALUES(2,7,'web',0,'web.mp4','ready',100,'',1,1,'2026-11-25 18:07:40.441379',NULL);
INSERT INTO "films" VALUES(3,11,'preview',0,'preview.mp4','ready',100,'',1,1,'2026-11-25 18:07:40.987286',NULL);
INSERT INTO "films" VALUES(4,11,'web',0,'web.mp4','ready',100,'',1,1,'2026-11-25 18:07:40.987392',NULL);
CREATE TABLE fingerprints (
	photo_id INTEGER NOT NULL, 
	owner_id INTEGER NOT NULL, 
	word_0 INTEGER NOT NULL, 
	word_1 INTEGER NOT NULL, 
	word_2 INTEGER NOT NULL, 
	word_3 INTEGER NOT NULL, 
	group_id INTEGER, 
	CONSTRAINT pk_fingerprints PRIMARY KEY (photo_id), 
	CONSTRAINT fk_fingerprints_group_id_look_groups FOREIGN KEY(group_id) REFERENCES look_groups (id) ON DELETE SET NULL, 
	CONSTRAINT fk_fingerprints_owner_id_members FOREIGN KEY(owner_id) REFERENCES members (id) ON DELETE CASCADE, 
	CONSTRAINT fk_fingerprints_photo_id_photos FOREIGN KEY(photo_id) REFERENCES photos (id) ON DELETE CASCADE
);
INSERT INTO "fingerprints" VALUES(1,1,0,0,0,0,NULL);
INSERT INTO "fingerprints" VALUES(2,2,0,0,0,0,1);
INSERT INTO "fingerprints" VALUES(3,3,0,0,0,0,NULL);
INSERT INTO "fingerprints" VALUES(4,4,0,0,0,0,NULL);
INSERT INTO "fingerprints" VALUES(5,5,0,0,0,0,NULL);
INSERT INTO "fingerprints" VALUES(6,6,0,0,0,0,NULL);
INSERT INTO "fingerprints" VALUES(7,2,0,0,0,0,1);
INSERT INTO "fingerprints" VALUES(8,5,0,0,0,0,NULL);
INSERT INTO "fingerprints" VALUES(9,2,0,0,0,0,NULL);
INSERT INTO "fingerprints" VALUES(10,2,0,0,0,0,NULL);
INSERT INTO "fingerprints" VALUES(11,2,0,0,0,0,NULL);
INSERT INTO "fingerprints" VALUES(12,5,0,0,0,0,NULL);
INSERT INTO "fingerprints" VALUES(13,2,0,0,0,0,NULL);
INSERT INTO "fingerprints" VALUES(14,2,0,0,0,0,NULL);
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
INSERT INTO "grants" VALUES(1,3,'editor','2026-11-25 18:07:38.945754');
INSERT INTO "grants" VALUES(1,5,'contributor','2026-11-25 18:07:38.946330');
INSERT INTO "grants" VALUES(1,4,'viewer','2026-11-25 18:07:38.946759');
INSERT INTO "grants" VALUES(3,3,'editor','2026-11-25 18:07:39.187177');
INSERT INTO "grants" VALUES(3,5,'contributor','2026-11-25 18:07:39.187644');
INSERT INTO "grants" VALUES(3,4,'viewer','2026-11-25 18:07:39.188055');
CREATE TABLE household (
	id INTEGER NOT NULL, 
	family_name VARCHAR(80) NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_household PRIMARY KEY (id), 
	CONSTRAINT ck_household_only_one CHECK (id = 1)
);
INSERT INTO "household" VALUES(1,'The Testers','2026-11-25 18:07:38.857408');
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
INSERT INTO "invitations" VALUES(1,'BjzjTvcpnyT7','Aunt Clara',1,'2026-11-25 18:07:39.304586','2026-12-02 18:07:39.303710',NULL,NULL,NULL);
CREATE TABLE keeper_acts (
	id INTEGER NOT NULL, 
	keeper_id INTEGER NOT NULL, 
	owner_id INTEGER NOT NULL, 
	session_id INTEGER, 
	reason VARCHAR(300) NOT NULL, 
	started_at DATETIME NOT NULL, 
	ends_at DATETIME NOT NULL, 
	CONSTRAINT pk_keeper_acts PRIMARY KEY (id), 
	CONSTRAINT fk_keeper_acts_keeper_id_members FOREIGN KEY(keeper_id) REFERENCES members (id), 
	CONSTRAINT fk_keeper_acts_owner_id_members FOREIGN KEY(owner_id) REFERENCES members (id), 
	CONSTRAINT fk_keeper_acts_session_id_sessions FOREIGN KEY(session_id) REFERENCES sessions (id) ON DELETE SET NULL
);
INSERT INTO "keeper_acts" VALUES(1,1,2,1,'A broken album','2025-03-01 12:00:00.000000','2025-03-01 12:00:00.000000');
CREATE TABLE look_groups (
	id INTEGER NOT NULL, 
	uid VARCHAR(12) NOT NULL, 
	owner_id INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	settled_at DATETIME, 
	CONSTRAINT pk_look_groups PRIMARY KEY (id), 
	CONSTRAINT fk_look_groups_owner_id_members FOREIGN KEY(owner_id) REFERENCES members (id) ON DELETE CASCADE, 
	CONSTRAINT uq_look_groups_uid UNIQUE (uid)
);
INSERT INTO "look_groups" VALUES(1,'TF96tLA8wbdG',2,'2026-11-25 18:07:42.032580',NULL);
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
	language VARCHAR(10), last_seen_at DATETIME, last_visit_at DATETIME, 
	CONSTRAINT pk_members PRIMARY KEY (id), 
	CONSTRAINT ck_members_role CHECK (role IN ('keeper', 'member')), 
	CONSTRAINT ck_members_email_is_lower_case CHECK (email = lower(email)), 
	CONSTRAINT uq_members_email UNIQUE (email), 
	CONSTRAINT uq_members_uid UNIQUE (uid)
);
INSERT INTO "members" VALUES(1,'VhVYwaKyGwyv','Keeper','keeper@example.org','$argon2id$v=19$m=19456,t=2,p=1$x$y','keeper','2026-11-25 18:07:38.858428',NULL,'2026-11-25 18:07:38.858433',NULL,NULL,NULL,NULL);
INSERT INTO "members" VALUES(2,'BE5h32byU1Xx','Mum','mum@example.org','$argon2id$v=19$m=19456,t=2,p=1$x$y','member','2026-11-25 18:07:38.859140',NULL,'2026-11-25 18:07:38.859144',NULL,NULL,NULL,NULL);
INSERT INTO "members" VALUES(3,'iA6u61Suik2e','Dad','dad@example.org','$argon2id$v=19$m=19456,t=2,p=1$x$y','member','2026-11-25 18:07:38.859444',NULL,'2026-11-25 18:07:38.859447',NULL,NULL,NULL,NULL);
INSERT INTO "members" VALUES(4,'7X1Lf6DnQN2L','Uncle','uncle@example.org','$argon2id$v=19$m=19456,t=2,p=1$x$y','member','2026-11-25 18:07:38.859730',NULL,'2026-11-25 18:07:38.859734',NULL,NULL,NULL,NULL);
INSERT INTO "members" VALUES(5,'VZXD8UmXR5um','Cousin','cousin@example.org','$argon2id$v=19$m=19456,t=2,p=1$x$y','member','2026-11-25 18:07:38.859983',NULL,'2026-11-25 18:07:38.859986',NULL,NULL,NULL,NULL);
INSERT INTO "members" VALUES(6,'WyQkqZLh3TsR','Stranger','stranger@example.org','$argon2id$v=19$m=19456,t=2,p=1$x$y','member','2026-11-25 18:07:38.860222',NULL,'2026-11-25 18:07:38.860225',NULL,NULL,NULL,NULL);
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
	leased_until DATETIME, finished_at DATETIME, content_id VARCHAR(64) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_originals PRIMARY KEY (id), 
	CONSTRAINT uq_originals_sha256 UNIQUE (sha256)
);
INSERT INTO "originals" VALUES(1,'ed76965dcf7f0fdc05497f80ed50b8db3fbfdf0e09c039f21ebc2aa904321104',863,2814463471,'image/jpeg','jpg','photo',96,70,NULL,0,0,'{"taken": {"at": "2019-07-14T10:00:00", "offset": null, "offset_source": "", "source": "exif:DateTimeOriginal", "precision": "second"}, "gps": null, "camera": {"name": "Testcam Model T", "lens": "", "exposure": "", "f_number": null, "iso": null, "focal_length": null}, "caption": "", "title": "", "keywords": [], "rating": null, "motion": {}, "panorama": {}, "file": {"exif": {"Model": "Model T", "Make": "Testcam", "DateTimeOriginal": "2019:07:14 10:00:00"}, "mode": "RGB"}}','data:image/webp;base64,UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoQAAwAA4BaJaACdAF1AAD+4LkF2j+hXyZ8qcyAAAA=','#2e8a57','0000000000000000',2,'2026-11-25 18:07:38.883308','ready','',1,'2026-11-25 18:07:38.883321',NULL,'2026-11-25 18:07:39.545468','');
INSERT INTO "originals" VALUES(2,'6c047015ae857ba11f44bc070330c05f35fa9f5144ce6c29943c3448386ee89f',863,1205590767,'image/jpeg','jpg','photo',93,70,NULL,0,0,'{"taken": {"at": "2019-07-14T10:00:00", "offset": null, "offset_source": "", "source": "exif:DateTimeOriginal", "precision": "second"}, "gps": null, "camera": {"name": "Testcam Model T", "lens": "", "exposure": "", "f_number": null, "iso": null, "focal_length": null}, "caption": "", "title": "", "keywords": [], "rating": null, "motion": {}, "panorama": {}, "file": {"exif": {"Model": "Model T", "Make": "Testcam", "DateTimeOriginal": "2019:07:14 10:00:00"}, "mode": "RGB"}}','data:image/webp;base64,UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoQAAwAA4BaJaACdAF1AAD+4LkF2j+hXyZ8qcyAAAA=','#2e8a57','0000000000000000',2,'2026-11-25 18:07:38.894714','ready','',1,'2026-11-25 18:07:38.894721',NULL,'2026-11-25 18:07:39.564821','');
INSERT INTO "originals" VALUES(3,'13447fecacf8badac70b4e530d6a5eff1167e6fcab79f9ae2fc5dd34cae74b86',863,2580721850,'image/jpeg','jpg','photo',95,70,NULL,0,0,'{"taken": {"at": "2019-07-14T10:00:00", "offset": null, "offset_source": "", "source": "exif:DateTimeOriginal", "precision": "second"}, "gps": null, "camera": {"name": "Testcam Model T", "lens": "", "exposure": "", "f_number": null, "iso": null, "focal_length": null}, "caption": "", "title": "", "keywords": [], "rating": null, "motion": {}, "panorama": {}, "file": {"exif": {"Model": "Model T", "Make": "Testcam", "DateTimeOriginal": "2019:07:14 10:00:00"}, "mode": "RGB"}}','data:image/webp;base64,UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoQAAwAA4BaJaACdAF1AAD+4LkF2j+hXyZ8qcyAAAA=','#2e8a57','0000000000000000',2,'2026-11-25 18:07:38.910251','ready','',1,'2026-11-25 18:07:38.910258',NULL,'2026-11-25 18:07:39.582966','');
INSERT INTO "originals" VALUES(4,'86f0efce6797631abf5ed06ef9d753185cd0246e9b5099400958350827d6c8e0',883,2260759994,'image/jpeg','jpg','photo',98,70,NULL,0,0,'{"taken": {"at": "2019-07-14T10:00:00", "offset": null, "offset_source": "", "source": "exif:DateTimeOriginal", "precision": "second"}, "gps": null, "camera": {"name": "Testcam Model T", "lens": "", "exposure": "", "f_number": null, "iso": null, "focal_length": null}, "caption": "", "title": "", "keywords": [], "rating": null, "motion": {}, "panorama": {}, "file": {"exif": {"Model": "Model T", "Make": "Testcam", "DateTimeOriginal": "2019:07:14 10:00:00"}, "mode": "RGB"}}','data:image/webp;base64,UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoQAAsAA4BaJaACdAF1AAD+4LkF2j+hXyZ8qcyAAAA=','#2e8a57','0000000000000000',2,'2026-11-25 18:07:38.925845','ready','',1,'2026-11-25 18:07:38.925853',NULL,'2026-11-25 18:07:39.601473','');
INSERT INTO "originals" VALUES(5,'5036149207884f2177307afee7f5815feb7a04a05a1a1e257b18e6f209208476',1057,677696033,'image/jpeg','jpg','photo',150,80,NULL,0,0,'{"taken": {"at": "2019-07-14T10:00:00", "offset": 120, "offset_source": "place", "source": "exif:DateTimeOriginal", "precision": "second"}, "gps": {"lat": 47.3769, "lon": 8.5417, "alt": null}, "camera": {"name": "Testcam Model T", "lens": "", "exposure": "", "f_number": null, "iso": null, "focal_length": null}, "caption": "", "title": "", "keywords": [], "rating": null, "motion": {}, "panorama": {}, "file": {"exif": {"Model": "Model T", "Make": "Testcam", "DateTimeOriginal": "2019:07:14 10:00:00"}, "gps": {"1": "N", "2": [47.0, 22.0, 36.84], "3": "E", "4": [8.0, 32.0, 30.12]}, "mode": "RGB"}}','data:image/webp;base64,UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoQAAkAA4BaJaACdAF1AAD+4LkF2j+hXyZ8qcyAAAA=','#2e8a57','0000000000000000',2,'2026-11-25 18:07:39.062463','ready','',1,'2026-11-25 18:07:39.062474',NULL,'2026-11-25 18:07:39.713981','');
INSERT INTO "originals" VALUES(6,'3073fdcea926982960772952bc2920a372ad67405a86c0c9ae2d207f5b9caffa',943,2772743216,'image/jpeg','jpg','photo',151,80,NULL,0,0,'{"taken": {"at": "2019-07-14T10:00:00", "offset": null, "offset_source": "", "source": "exif:DateTimeOriginal", "precision": "second"}, "gps": null, "camera": {"name": "Testcam Model T", "lens": "", "exposure": "", "f_number": null, "iso": null, "focal_length": null}, "caption": "", "title": "", "keywords": [], "rating": null, "motion": {}, "panorama": {}, "file": {"exif": {"Model": "Model T", "Make": "Testcam", "DateTimeOriginal": "2019:07:14 10:00:00"}, "mode": "RGB"}}','data:image/webp;base64,UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoQAAgAA4BaJaACdAF1AAD+4LkF2j+hXyZ8qcyAAAA=','#2e8a57','0000000000000000',2,'2026-11-25 18:07:39.083144','ready','',1,'2026-11-25 18:07:39.083153',NULL,'2026-11-25 18:07:39.740243','');
INSERT INTO "originals" VALUES(7,'f30ae8571daa0bf931c3361d4dc44c97afd464a0e51cb36c0f0d82f8ec63739d',1886,572711697,'video/mp4','mp4','video',64,48,1.0,1,0,'{"taken": {"at": null, "offset": null, "offset_source": "", "source": "", "precision": "second"}, "gps": {"lat": 47.3769, "lon": 8.5417, "alt": null}, "camera": {"name": "Telltale 9", "lens": "", "exposure": "", "f_number": null, "iso": null, "focal_length": null}, "caption": "", "title": "", "keywords": [], "rating": null, "motion": {}, "panorama": {}, "file": {"tags": {"language": "und", "handler_name": "VideoHandler", "vendor_id": "[0][0][0][0]", "major_brand": "isom", "minor_version": "512", "compatible_brands": "isomiso2avc1mp41", "location-eng": "+47.3769+008.5417/", "com.apple.quicktime.model": "Telltale 9", "encoder": "Lavf62.12.102", "location": "+47.3769+008.5417/"}, "video": {"codec": "h264", "profile": "High", "pixel_format": "yuv420p", "transfer": "", "hdr": false, "rotation": 0, "stored_size": [64, 48], "frames_per_second": 5.0, "audio_codec": "", "way": "copied", "still_at": 0.333}}}','data:image/webp;base64,UklGRjQAAABXRUJQVlA4ICgAAACQAQCdASoQAAwAA4BaJaACdLoAA5gA/uveL8bzea1rf8W0joUngAAA','#0d8300','0000000000000000',2,'2026-11-25 18:07:39.095402','ready','',1,'2026-11-25 18:07:39.095410',NULL,'2026-11-25 18:07:40.433243','');
INSERT INTO "originals" VALUES(8,'8689b913352845e57dee1fee68a8a019afa725e95cb20ca61231e6085899879c',943,278477608,'image/jpeg','jpg','photo',152,80,NULL,0,0,'{"taken": {"at": "2019-07-14T10:00:00", "offset": null, "offset_source": "", "source": "exif:DateTimeOriginal", "precision": "second"}, "gps": null, "camera": {"name": "Testcam Model T", "lens": "", "exposure": "", "f_number": null, "iso": null, "focal_length": null}, "caption": "", "title": "", "keywords": [], "rating": null, "motion": {}, "panorama": {}, "file": {"exif": {"Model": "Model T", "Make": "Testcam", "DateTimeOriginal": "2019:07:14 10:00:00"}, "mode": "RGB"}}','data:image/webp;base64,UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoQAAgAA4BaJaACdAF1AAD+4LkF2j+hXyZ8qcyAAAA=','#2e8a57','0000000000000000',2,'2026-11-25 18:07:39.107590','ready','',1,'2026-11-25 18:07:39.107598',NULL,'2026-11-25 18:07:40.453519','');
INSERT INTO "originals" VALUES(9,'8e8c480a46454dfdb12cf1597a41f7ca68eead9fd67366c9303c4e302c987299',1057,1273556626,'image/jpeg','jpg','photo',160,80,NULL,0,0,'{"taken": {"at": "2019-07-14T10:00:00", "offset": 120, "offset_source": "place", "source": "exif:DateTimeOriginal", "precision": "second"}, "gps": {"lat": 47.3769, "lon": 8.5417, "alt": null}, "camera": {"name": "Testcam Model T", "lens": "", "exposure": "", "f_number": null, "iso": null, "focal_length": null}, "caption": "", "title": "", "keywords": [], "rating": null, "motion": {}, "panorama": {}, "file": {"exif": {"Model": "Model T", "Make": "Testcam", "DateTimeOriginal": "2019:07:14 10:00:00"}, "gps": {"1": "N", "2": [47.0, 22.0, 36.84], "3": "E", "4": [8.0, 32.0, 30.12]}, "mode": "RGB"}}','data:image/webp;base64,UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoQAAgAA4BaJaACdAF1AAD+4LkF2j+hXyZ8qcyAAAA=','#2e8a57','0000000000000000',2,'2026-11-25 18:07:39.203754','ready','',1,'2026-11-25 18:07:39.203763',NULL,'2026-11-25 18:07:40.470828','');
INSERT INTO "originals" VALUES(10,'7af99501d875dd7a4f1f4c4d48f424e9ab916dcad694b5801568b30f162c8821',963,1051723856,'image/jpeg','jpg','photo',161,80,NULL,0,0,'{"taken": {"at": "2019-07-14T10:00:00", "offset": null, "offset_source": "", "source": "exif:DateTimeOriginal", "precision": "second"}, "gps": null, "camera": {"name": "Testcam Model T", "lens": "", "exposure": "", "f_number": null, "iso": null, "focal_length": null}, "caption": "", "title": "", "keywords": [], "rating": null, "motion": {}, "panorama": {}, "file": {"exif": {"Model": "Model T", "Make": "Testcam", "DateTimeOriginal": "2019:07:14 10:00:00"}, "mode": "RGB"}}','data:image/webp;base64,UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoQAAgAA4BaJaACdAF1AAD+4LkF2j+hXyZ8qcyAAAA=','#2e8a57','0000000000000000',2,'2026-11-25 18:07:39.217399','ready','',1,'2026-11-25 18:07:39.217407',NULL,'2026-11-25 18:07:40.486800','');
INSERT INTO "originals" VALUES(11,'503b284c3b6f9b00ce4226fea67ec6287ea8da82b53b29cf377c75b2239786bc',2053,1826306184,'video/mp4','mp4','video',64,48,2.0,1,0,'{"taken": {"at": null, "offset": null, "offset_source": "", "source": "", "precision": "second"}, "gps": {"lat": 47.3769, "lon": 8.5417, "alt": null}, "camera": {"name": "Telltale 9", "lens": "", "exposure": "", "f_number": null, "iso": null, "focal_length": null}, "caption": "", "title": "", "keywords": [], "rating": null, "motion": {}, "panorama": {}, "file": {"tags": {"language": "und", "handler_name": "VideoHandler", "vendor_id": "[0][0][0][0]", "major_brand": "isom", "minor_version": "512", "compatible_brands": "isomiso2avc1mp41", "location-eng": "+47.3769+008.5417/", "com.apple.quicktime.model": "Telltale 9", "encoder": "Lavf62.12.102", "location": "+47.3769+008.5417/"}, "video": {"codec": "h264", "profile": "High", "pixel_format": "yuv420p", "transfer": "", "hdr": false, "rotation": 0, "stored_size": [64, 48], "frames_per_second": 5.0, "audio_codec": "", "way": "copied", "still_at": 0.667}}}','data:image/webp;base64,UklGRigAAABXRUJQVlA4IBwAAABwAQCdASoQAAwAA4BaJZQCdAF1AAD+u5jBRbgA','#6d806a','0000000000000000',2,'2026-11-25 18:07:39.229692','ready','',1,'2026-11-25 18:07:39.229700',NULL,'2026-11-25 18:07:40.981172','');
INSERT INTO "originals" VALUES(12,'3e603c0a7f147b5f3816fcb90a318f55b885e207f87338b53eaacd1f8e5cebdf',963,969330888,'image/jpeg','jpg','photo',162,80,NULL,0,0,'{"taken": {"at": "2019-07-14T10:00:00", "offset": null, "offset_source": "", "source": "exif:DateTimeOriginal", "precision": "second"}, "gps": null, "camera": {"name": "Testcam Model T", "lens": "", "exposure": "", "f_number": null, "iso": null, "focal_length": null}, "caption": "", "title": "", "keywords": [], "rating": null, "motion": {}, "panorama": {}, "file": {"exif": {"Model": "Model T", "Make": "Testcam", "DateTimeOriginal": "2019:07:14 10:00:00"}, "mode": "RGB"}}','data:image/webp;base64,UklGRjAAAABXRUJQVlA4ICQAAABwAQCdASoQAAgAA4BaJaACdAF1AAD+4LkF2j+hXyZ8qcyAAAA=','#2e8a57','0000000000000000',2,'2026-11-25 18:07:39.242864','ready','',1,'2026-11-25 18:07:39.242875',NULL,'2026-11-25 18:07:40.999584','');
INSERT INTO "originals" VALUES(13,'7857d1baa5efd9fbd71a5e6c2f43c8a868c8d0edc535b77c41838064dfcb6d1b',823,3651555168,'image/jpeg','jpg','photo',77,55,NULL,0,0,'{}','','','',0,'2026-11-25 18:07:42.043479','failed','This file could not be read: something in it is broken.',0,'2026-11-25 18:07:42.043488',NULL,'2026-11-25 18:07:42.050389','');
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
INSERT INTO "password_links" VALUES(1,'J2LoEpERWDoU',6,1,'2026-11-25 18:07:39.306554','2026-11-25 19:07:39.305986',NULL,NULL);
CREATE TABLE photo_tags (
	photo_id INTEGER NOT NULL, 
	tag_id INTEGER NOT NULL, 
	written VARCHAR(60) NOT NULL, 
	CONSTRAINT pk_photo_tags PRIMARY KEY (photo_id, tag_id), 
	CONSTRAINT fk_photo_tags_photo_id_photos FOREIGN KEY(photo_id) REFERENCES photos (id) ON DELETE CASCADE, 
	CONSTRAINT fk_photo_tags_tag_id_tags FOREIGN KEY(tag_id) REFERENCES tags (id) ON DELETE CASCADE
);
INSERT INTO "photo_tags" VALUES(7,1,'summer');
INSERT INTO "photo_tags" VALUES(11,1,'summer');
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
	trash_batch VARCHAR(12), caption_source VARCHAR(10) DEFAULT '' NOT NULL, notes JSON, companion_of_id INTEGER CONSTRAINT fk_photos_companion_of_id_photos REFERENCES photos (id), file_dated_at DATETIME, version INTEGER DEFAULT '1' NOT NULL, edits JSON, edit_key VARCHAR(12) DEFAULT '' NOT NULL, edit_made VARCHAR(12) DEFAULT '' NOT NULL, edit_attempts INTEGER DEFAULT '0' NOT NULL, edit_width INTEGER DEFAULT '0' NOT NULL, edit_height INTEGER DEFAULT '0' NOT NULL, edit_placeholder VARCHAR(1000) DEFAULT '' NOT NULL, edit_tint VARCHAR(7) DEFAULT '' NOT NULL, 
	CONSTRAINT pk_photos PRIMARY KEY (id), 
	CONSTRAINT fk_photos_original_id_originals FOREIGN KEY(original_id) REFERENCES originals (id), 
	CONSTRAINT fk_photos_owner_id_members FOREIGN KEY(owner_id) REFERENCES members (id), 
	CONSTRAINT uq_photos_owner_id_original_id UNIQUE (owner_id, original_id), 
	CONSTRAINT uq_photos_uid UNIQUE (uid)
);
INSERT INTO "photos" VALUES(1,'zkJq6xeRbgnt',1,1,'photo','own-keeper.jpg','','','2019-07-14 10:00:00.000000',NULL,'exif:DateTimeOriginal','2019-07-14 10:00:00.000000','2026-11-25 18:07:38.884867',NULL,NULL,'',NULL,NULL,NULL,1,NULL,'','',0,0,0,'','');
INSERT INTO "photos" VALUES(2,'7P7U9oLB8sY2',2,2,'photo','own-mum.jpg','','','2019-07-14 10:00:00.000000',NULL,'exif:DateTimeOriginal','2019-07-14 10:00:00.000000','2026-11-25 18:07:38.895330',NULL,NULL,'',NULL,NULL,NULL,1,NULL,'','',0,0,0,'','');
INSERT INTO "photos" VALUES(3,'Wqn8EPxUGari',3,2,'photo','own-dad.jpg','','','2019-07-14 10:00:00.000000',NULL,'exif:DateTimeOriginal','2019-07-14 10:00:00.000000','2026-11-25 18:07:38.902454',NULL,NULL,'',NULL,NULL,NULL,1,NULL,'','',0,0,0,'','');
INSERT INTO "photos" VALUES(4,'jz8fkzn354xs',4,3,'photo','own-uncle.jpg','','','2019-07-14 10:00:00.000000',NULL,'exif:DateTimeOriginal','2019-07-14 10:00:00.000000','2026-11-25 18:07:38.911053',NULL,NULL,'',NULL,NULL,NULL,1,NULL,'','',0,0,0,'','');
INSERT INTO "photos" VALUES(5,'RMRiYrW3VPTg',5,1,'photo','own-cousin.jpg','','','2019-07-14 10:00:00.000000',NULL,'exif:DateTimeOriginal','2019-07-14 10:00:00.000000','2026-11-25 18:07:38.918118',NULL,NULL,'',NULL,NULL,NULL,1,NULL,'','',0,0,0,'','');
INSERT INTO "photos" VALUES(6,'FV4h5auiu86u',6,4,'photo','own-stranger.jpg','','','2019-07-14 10:00:00.000000',NULL,'exif:DateTimeOriginal','2019-07-14 10:00:00.000000','2026-11-25 18:07:38.926414',NULL,NULL,'',NULL,NULL,NULL,1,NULL,'','',0,0,0,'','');
INSERT INTO "photos" VALUES(7,'8NSuZyCibeDV',2,5,'photo','Seebad.jpg','','','2019-07-14 10:00:00.000000',120,'exif:DateTimeOriginal','2019-07-14 10:00:00.000000','2026-11-25 18:07:39.063167',NULL,NULL,'',NULL,NULL,NULL,1,NULL,'','',0,0,0,'','');
INSERT INTO "photos" VALUES(8,'v6BeVrb4i1bB',5,6,'photo','Boot.jpg','','','2019-07-14 10:00:00.000000',NULL,'exif:DateTimeOriginal','2019-07-14 10:00:00.000000','2026-11-25 18:07:39.083772',NULL,NULL,'',NULL,NULL,NULL,1,NULL,'','',0,0,0,'','');
INSERT INTO "photos" VALUES(9,'qH8QSUwFzU2j',2,7,'video','Welle.mp4','','',NULL,NULL,'','9999-01-01 00:00:00.000000','2026-11-25 18:07:39.095986',NULL,NULL,'',NULL,NULL,NULL,1,NULL,'','',0,0,0,'','');
INSERT INTO "photos" VALUES(10,'yk51R2ZJcnyj',2,8,'photo','Daumen.jpg','','','2019-07-14 10:00:00.000000',NULL,'exif:DateTimeOriginal','2019-07-14 10:00:00.000000','2026-11-25 18:07:39.108186','2026-11-25 18:07:39.116510',NULL,'',NULL,NULL,NULL,1,NULL,'','',0,0,0,'','');
INSERT INTO "photos" VALUES(11,'YuB6gsGzr6XD',2,9,'photo','Seebad.jpg','','','2019-07-14 10:00:00.000000',120,'exif:DateTimeOriginal','2019-07-14 10:00:00.000000','2026-11-25 18:07:39.204377',NULL,NULL,'',NULL,NULL,NULL,1,NULL,'','',0,0,0,'','');
INSERT INTO "photos" VALUES(12,'wRQqdQQHXqac',5,10,'photo','Boot.jpg','','','2019-07-14 10:00:00.000000',NULL,'exif:DateTimeOriginal','2019-07-14 10:00:00.000000','2026-11-25 18:07:39.218000',NULL,NULL,'',NULL,NULL,NULL,1,NULL,'','',0,0,0,'','');
INSERT INTO "photos" VALUES(13,'auZfKTCsq8Ph',2,11,'video','Welle.mp4','','',NULL,NULL,'','9999-01-01 00:00:00.000000','2026-11-25 18:07:39.230266',NULL,NULL,'',NULL,NULL,NULL,1,NULL,'','',0,0,0,'','');
INSERT INTO "photos" VALUES(14,'PXJNmLxu8UAd',2,12,'photo','Daumen.jpg','','','2019-07-14 10:00:00.000000',NULL,'exif:DateTimeOriginal','2019-07-14 10:00:00.000000','2026-11-25 18:07:39.243515','2026-11-25 18:07:39.251299',NULL,'',NULL,NULL,NULL,1,NULL,'','',0,0,0,'','');
INSERT INTO "photos" VALUES(15,'JKZbf4Za7Q3g',4,13,'photo','Kaputt.jpg','','',NULL,NULL,'','9999-01-01 00:00:00.000000','2026-11-25 18:07:42.046083',NULL,NULL,'',NULL,NULL,NULL,1,NULL,'','',0,0,0,'','');
CREATE TABLE purged_originals (
	sha256 VARCHAR(64) NOT NULL, 
	extension VARCHAR(10) NOT NULL, 
	purged_at DATETIME NOT NULL, 
	CONSTRAINT pk_purged_originals PRIMARY KEY (sha256)
);
INSERT INTO "purged_originals" VALUES('cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd','jpg','2025-03-01 12:00:00.000000');
CREATE TABLE receipt_lines (
	id INTEGER NOT NULL, 
	receipt_id INTEGER NOT NULL, 
	photo_id INTEGER, 
	file_name VARCHAR(255) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	bytes BIGINT NOT NULL, 
	duplicate BOOLEAN NOT NULL, 
	received_at DATETIME NOT NULL, 
	refusal VARCHAR(500) NOT NULL, verified BOOLEAN DEFAULT 0 NOT NULL, 
	CONSTRAINT pk_receipt_lines PRIMARY KEY (id), 
	CONSTRAINT fk_receipt_lines_photo_id_photos FOREIGN KEY(photo_id) REFERENCES photos (id) ON DELETE SET NULL, 
	CONSTRAINT fk_receipt_lines_receipt_id_receipts FOREIGN KEY(receipt_id) REFERENCES receipts (id) ON DELETE CASCADE
);
INSERT INTO "receipt_lines" VALUES(1,1,1,'own-keeper.jpg','ed76965dcf7f0fdc05497f80ed50b8db3fbfdf0e09c039f21ebc2aa904321104',863,0,'2026-11-25 18:07:38.886515','',0);
INSERT INTO "receipt_lines" VALUES(2,2,2,'own-mum.jpg','6c047015ae857ba11f44bc070330c05f35fa9f5144ce6c29943c3448386ee89f',863,0,'2026-11-25 18:07:38.896399','',0);
INSERT INTO "receipt_lines" VALUES(3,3,3,'own-dad.jpg','6c047015ae857ba11f44bc070330c05f35fa9f5144ce6c29943c3448386ee89f',863,0,'2026-11-25 18:07:38.903605','',0);
INSERT INTO "receipt_lines" VALUES(4,4,4,'own-uncle.jpg','13447fecacf8badac70b4e530d6a5eff1167e6fcab79f9ae2fc5dd34cae74b86',863,0,'2026-11-25 18:07:38.912089','',0);
INSERT INTO "receipt_lines" VALUES(5,5,5,'own-cousin.jpg','ed76965dcf7f0fdc05497f80ed50b8db3fbfdf0e09c039f21ebc2aa904321104',863,0,'2026-11-25 18:07:38.919180','',0);
INSERT INTO "receipt_lines" VALUES(6,6,6,'own-stranger.jpg','86f0efce6797631abf5ed06ef9d753185cd0246e9b5099400958350827d6c8e0',883,0,'2026-11-25 18:07:38.927433','',0);
INSERT INTO "receipt_lines" VALUES(7,7,7,'Seebad.jpg','5036149207884f2177307afee7f5815feb7a04a05a1a1e257b18e6f209208476',1057,0,'2026-11-25 18:07:39.073722','',0);
INSERT INTO "receipt_lines" VALUES(8,8,8,'Boot.jpg','3073fdcea926982960772952bc2920a372ad67405a86c0c9ae2d207f5b9caffa',943,0,'2026-11-25 18:07:39.088571','',0);
INSERT INTO "receipt_lines" VALUES(9,9,9,'Welle.mp4','f30ae8571daa0bf931c3361d4dc44c97afd464a0e51cb36c0f0d82f8ec63739d',1886,0,'2026-11-25 18:07:39.100809','',0);
INSERT INTO "receipt_lines" VALUES(10,10,10,'Daumen.jpg','8689b913352845e57dee1fee68a8a019afa725e95cb20ca61231e6085899879c',943,0,'2026-11-25 18:07:39.113092','',0);
INSERT INTO "receipt_lines" VALUES(11,11,11,'Seebad.jpg','8e8c480a46454dfdb12cf1597a41f7ca68eead9fd67366c9303c4e302c987299',1057,0,'2026-11-25 18:07:39.209427','',0);
INSERT INTO "receipt_lines" VALUES(12,12,12,'Boot.jpg','7af99501d875dd7a4f1f4c4d48f424e9ab916dcad694b5801568b30f162c8821',963,0,'2026-11-25 18:07:39.222908','',0);
INSERT INTO "receipt_lines" VALUES(13,13,13,'Welle.mp4','503b284c3b6f9b00ce4226fea67ec6287ea8da82b53b29cf377c75b2239786bc',2053,0,'2026-11-25 18:07:39.235042','',0);
INSERT INTO "receipt_lines" VALUES(14,14,14,'Daumen.jpg','3e603c0a7f147b5f3816fcb90a318f55b885e207f87338b53eaacd1f8e5cebdf',963,0,'2026-11-25 18:07:39.248598','',0);
INSERT INTO "receipt_lines" VALUES(15,15,15,'Kaputt.jpg','7857d1baa5efd9fbd71a5e6c2f43c8a868c8d0edc535b77c41838064dfcb6d1b',823,0,'2026-11-25 18:07:42.047255','',0);
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
INSERT INTO "receipts" VALUES(1,'t72dHP11PL7D',1,NULL,'2026-11-25 18:07:38.862001');
INSERT INTO "receipts" VALUES(2,'qkysMGHx3bjU',2,NULL,'2026-11-25 18:07:38.889583');
INSERT INTO "receipts" VALUES(3,'6vXJXw91jH1c',3,NULL,'2026-11-25 18:07:38.898368');
INSERT INTO "receipts" VALUES(4,'paEpTM2RBg4x',4,NULL,'2026-11-25 18:07:38.905720');
INSERT INTO "receipts" VALUES(5,'pm1ixM2tUSA8',5,NULL,'2026-11-25 18:07:38.913983');
INSERT INTO "receipts" VALUES(6,'QvMidNnCKWMP',6,NULL,'2026-11-25 18:07:38.921244');
INSERT INTO "receipts" VALUES(7,'KcpAfioHufjz',2,1,'2026-11-25 18:07:39.056510');
INSERT INTO "receipts" VALUES(8,'azuxZwQid3qK',5,1,'2026-11-25 18:07:39.078013');
INSERT INTO "receipts" VALUES(9,'Hxfph44z4dTC',2,1,'2026-11-25 18:07:39.091089');
INSERT INTO "receipts" VALUES(10,'zbYQAqWFGjKx',2,1,'2026-11-25 18:07:39.103257');
INSERT INTO "receipts" VALUES(11,'dKhpYBYHG7tA',2,3,'2026-11-25 18:07:39.198446');
INSERT INTO "receipts" VALUES(12,'cdTeFwQEG2on',5,3,'2026-11-25 18:07:39.212395');
INSERT INTO "receipts" VALUES(13,'612uEZQ3URRF',2,3,'2026-11-25 18:07:39.225519');
INSERT INTO "receipts" VALUES(14,'gHvxV6n6fBf5',2,3,'2026-11-25 18:07:39.237602');
INSERT INTO "receipts" VALUES(15,'sETVKFVocVcF',4,NULL,'2026-11-25 18:07:42.038812');
CREATE TABLE resumable_uploads (
	id INTEGER NOT NULL, 
	uid VARCHAR(22) NOT NULL, 
	member_id INTEGER NOT NULL, 
	receipt_id INTEGER NOT NULL, 
	length BIGINT NOT NULL, 
	"offset" BIGINT NOT NULL, 
	file_name VARCHAR(255) NOT NULL, 
	sent_metadata VARCHAR(4000) NOT NULL, 
	promised_sha256 VARCHAR(64) NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	line_id INTEGER, 
	CONSTRAINT pk_resumable_uploads PRIMARY KEY (id), 
	CONSTRAINT fk_resumable_uploads_line_id_receipt_lines FOREIGN KEY(line_id) REFERENCES receipt_lines (id) ON DELETE CASCADE, 
	CONSTRAINT fk_resumable_uploads_member_id_members FOREIGN KEY(member_id) REFERENCES members (id) ON DELETE CASCADE, 
	CONSTRAINT fk_resumable_uploads_receipt_id_receipts FOREIGN KEY(receipt_id) REFERENCES receipts (id) ON DELETE CASCADE, 
	CONSTRAINT uq_resumable_uploads_uid UNIQUE (uid)
);
INSERT INTO "resumable_uploads" VALUES(1,'yHvbLfm7qeNy4xd2LWhbfD',2,14,1000,0,'Unfinished.jpg','','','','2026-11-25 18:07:42.038271','2026-12-02 18:07:42.038280',NULL);
CREATE TABLE selections (
	id INTEGER NOT NULL, 
	uid VARCHAR(22) NOT NULL, 
	member_id INTEGER NOT NULL, 
	photo_uids JSON NOT NULL, 
	created_at DATETIME NOT NULL, 
	CONSTRAINT pk_selections PRIMARY KEY (id), 
	CONSTRAINT fk_selections_member_id_members FOREIGN KEY(member_id) REFERENCES members (id) ON DELETE CASCADE, 
	CONSTRAINT uq_selections_uid UNIQUE (uid)
);
INSERT INTO "selections" VALUES(1,'CppRAsYrTt9vhEEDrbiddx',2,'["7P7U9oLB8sY2", "8NSuZyCibeDV"]','2026-11-25 18:07:39.309913');
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
INSERT INTO "sessions" VALUES(1,'sssssssssss1','abababababababababababababababababababababababababababababababab',1,'2025-03-01 12:00:00.000000','2025-03-01 12:00:00.000000','2025-03-01 12:00:00.000000','Firefox','192.0.2.1');
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
INSERT INTO "share_links" VALUES(1,'NzQSknkU8W9G3ZLpFSJnCK',1,2,'For grandma',1,1,NULL,NULL,NULL,'2026-11-25 18:07:39.140340',NULL);
INSERT INTO "share_links" VALUES(2,'8HzUmuTG7dvzUrMvCu3Cpz',1,2,'For the choir',1,1,'$argon2id$v=19$m=19456,t=2,p=1$vkHiy+3GsOn1l3MP5R8L0w$GsiCkgpNAHtM34BRwiTWem+SyIk3liP7tSXOXbZfP3k',NULL,NULL,'2026-11-25 18:07:39.174179',NULL);
INSERT INTO "share_links" VALUES(3,'VVQ9bqgdUwymBtRYz6FD5A',3,2,'For grandma',1,1,NULL,NULL,NULL,'2026-11-25 18:07:39.269937',NULL);
INSERT INTO "share_links" VALUES(4,'iUEbyWtMbHXAmyBSaY8QbU',3,2,'For the choir',1,1,'$argon2id$v=19$m=19456,t=2,p=1$0dehCj2iaoWzjHl2YumrPg$MxIR4vmvhsjhb+WhIAThAhxN6SoEHzA1l/LHooiiyQs',NULL,NULL,'2026-11-25 18:07:39.300598',NULL);
CREATE TABLE shelf_albums (
	album_id INTEGER NOT NULL, 
	shelf_id INTEGER NOT NULL, 
	CONSTRAINT pk_shelf_albums PRIMARY KEY (album_id, shelf_id), 
	CONSTRAINT fk_shelf_albums_album_id_albums FOREIGN KEY(album_id) REFERENCES albums (id) ON DELETE CASCADE, 
	CONSTRAINT fk_shelf_albums_shelf_id_shelves FOREIGN KEY(shelf_id) REFERENCES shelves (id) ON DELETE CASCADE
);
INSERT INTO "shelf_albums" VALUES(1,7);
INSERT INTO "shelf_albums" VALUES(1,8);
INSERT INTO "shelf_albums" VALUES(3,9);
INSERT INTO "shelf_albums" VALUES(3,10);
CREATE TABLE shelf_months (
	shelf_id INTEGER NOT NULL, 
	month INTEGER NOT NULL, 
	photo_count INTEGER NOT NULL, 
	CONSTRAINT pk_shelf_months PRIMARY KEY (shelf_id, month), 
	CONSTRAINT fk_shelf_months_shelf_id_shelves FOREIGN KEY(shelf_id) REFERENCES shelves (id) ON DELETE CASCADE
);
INSERT INTO "shelf_months" VALUES(7,999901,1);
INSERT INTO "shelf_months" VALUES(9,999901,1);
INSERT INTO "shelf_months" VALUES(1,201907,1);
INSERT INTO "shelf_months" VALUES(5,201907,1);
INSERT INTO "shelf_months" VALUES(2,201907,1);
INSERT INTO "shelf_months" VALUES(3,201907,1);
INSERT INTO "shelf_months" VALUES(4,201907,1);
INSERT INTO "shelf_months" VALUES(6,201907,1);
INSERT INTO "shelf_months" VALUES(7,201907,1);
INSERT INTO "shelf_months" VALUES(8,201907,1);
INSERT INTO "shelf_months" VALUES(9,201907,1);
INSERT INTO "shelf_months" VALUES(10,201907,1);
INSERT INTO "shelf_months" VALUES(4,999901,1);
CREATE TABLE shelved_photos (
	place INTEGER NOT NULL, 
	photo_id INTEGER NOT NULL, 
	shelf_id INTEGER NOT NULL, 
	month INTEGER NOT NULL, 
	CONSTRAINT pk_shelved_photos PRIMARY KEY (place), 
	CONSTRAINT fk_shelved_photos_photo_id_photos FOREIGN KEY(photo_id) REFERENCES photos (id) ON DELETE CASCADE, 
	CONSTRAINT fk_shelved_photos_shelf_id_shelves FOREIGN KEY(shelf_id) REFERENCES shelves (id), 
	CONSTRAINT uq_shelved_photos_photo_id UNIQUE (photo_id)
);
INSERT INTO "shelved_photos" VALUES(4274747073154252801,1,1,201907);
INSERT INTO "shelved_photos" VALUES(4274747073154252802,2,2,201907);
INSERT INTO "shelved_photos" VALUES(4274747073154252803,3,3,201907);
INSERT INTO "shelved_photos" VALUES(4274747073154252804,4,4,201907);
INSERT INTO "shelved_photos" VALUES(4274747073154252805,5,5,201907);
INSERT INTO "shelved_photos" VALUES(4274747073154252806,6,6,201907);
INSERT INTO "shelved_photos" VALUES(4274747073154252807,7,7,201907);
INSERT INTO "shelved_photos" VALUES(4274747073154252808,8,8,201907);
INSERT INTO "shelved_photos" VALUES(4274747073154252811,11,9,201907);
INSERT INTO "shelved_photos" VALUES(4274747073154252812,12,10,201907);
INSERT INTO "shelved_photos" VALUES(9223372036787666953,9,7,999901);
INSERT INTO "shelved_photos" VALUES(9223372036787666957,13,9,999901);
INSERT INTO "shelved_photos" VALUES(9223372036787666959,15,4,999901);
CREATE TABLE shelves (
	id INTEGER NOT NULL, 
	owner_id INTEGER NOT NULL, 
	albums VARCHAR(5000) NOT NULL, 
	photo_count INTEGER NOT NULL, 
	CONSTRAINT pk_shelves PRIMARY KEY (id), 
	CONSTRAINT fk_shelves_owner_id_members FOREIGN KEY(owner_id) REFERENCES members (id) ON DELETE CASCADE, 
	CONSTRAINT uq_shelves_owner_id_albums UNIQUE (owner_id, albums)
);
INSERT INTO "shelves" VALUES(1,1,'',1);
INSERT INTO "shelves" VALUES(2,2,'',1);
INSERT INTO "shelves" VALUES(3,3,'',1);
INSERT INTO "shelves" VALUES(4,4,'',2);
INSERT INTO "shelves" VALUES(5,5,'',1);
INSERT INTO "shelves" VALUES(6,6,'',1);
INSERT INTO "shelves" VALUES(7,2,'1',2);
INSERT INTO "shelves" VALUES(8,5,'1',1);
INSERT INTO "shelves" VALUES(9,2,'3',2);
INSERT INTO "shelves" VALUES(10,5,'3',1);
CREATE TABLE tags (
	id INTEGER NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	CONSTRAINT pk_tags PRIMARY KEY (id), 
	CONSTRAINT uq_tags_name UNIQUE (name)
);
INSERT INTO "tags" VALUES(1,'summer');
CREATE TABLE verification_faults (
	id INTEGER NOT NULL, 
	verification_id INTEGER NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	about VARCHAR(600) NOT NULL, 
	sentence VARCHAR(1000) NOT NULL, 
	found_at DATETIME NOT NULL, 
	repaired_at DATETIME, 
	CONSTRAINT pk_verification_faults PRIMARY KEY (id), 
	CONSTRAINT fk_verification_faults_verification_id_verifications FOREIGN KEY(verification_id) REFERENCES verifications (id) ON DELETE CASCADE
);
INSERT INTO "verification_faults" VALUES(1,1,'missing','o1','It is gone.','2025-03-01 12:00:00.000000',NULL);
CREATE TABLE verifications (
	id INTEGER NOT NULL, 
	uid VARCHAR(12) NOT NULL, 
	started_at DATETIME NOT NULL, 
	finished_at DATETIME, 
	quick BOOLEAN NOT NULL, 
	reached INTEGER NOT NULL, 
	files INTEGER NOT NULL, 
	bytes BIGINT NOT NULL, 
	faults INTEGER NOT NULL, 
	CONSTRAINT pk_verifications PRIMARY KEY (id), 
	CONSTRAINT uq_verifications_uid UNIQUE (uid)
);
INSERT INTO "verifications" VALUES(1,'vvvvvvvvvvv1','2025-03-01 12:00:00.000000','2025-03-01 12:00:00.000000',0,13,13,4711,1);
CREATE INDEX ix_originals_state_waits_until ON originals (state, waits_until);
CREATE INDEX ix_invitations_created_by_id ON invitations (created_by_id);
CREATE INDEX ix_invitations_used_by_id ON invitations (used_by_id);
CREATE INDEX ix_password_links_created_by_id ON password_links (created_by_id);
CREATE INDEX ix_password_links_member_id ON password_links (member_id);
CREATE UNIQUE INDEX uq_password_links_open ON password_links (member_id) WHERE used_at IS NULL AND revoked_at IS NULL;
CREATE INDEX ix_photos_original_id ON photos (original_id);
CREATE INDEX ix_photos_owner_id_sort_at_id ON photos (owner_id, sort_at, id);
CREATE INDEX ix_sessions_last_used_at ON sessions (last_used_at);
CREATE INDEX ix_sessions_member_id ON sessions (member_id);
CREATE INDEX ix_albums_cover_id ON albums (cover_id);
CREATE INDEX ix_albums_owner_id ON albums (owner_id);
CREATE INDEX ix_albums_parent_id ON albums (parent_id);
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
CREATE INDEX ix_look_groups_owner_id_settled_at_id ON look_groups (owner_id, settled_at, id);
CREATE INDEX ix_fingerprints_group_id ON fingerprints (group_id);
CREATE INDEX ix_fingerprints_owner_id_word_0 ON fingerprints (owner_id, word_0);
CREATE INDEX ix_fingerprints_owner_id_word_1 ON fingerprints (owner_id, word_1);
CREATE INDEX ix_fingerprints_owner_id_word_2 ON fingerprints (owner_id, word_2);
CREATE INDEX ix_fingerprints_owner_id_word_3 ON fingerprints (owner_id, word_3);
CREATE INDEX ix_originals_finished_at ON originals (finished_at);
CREATE INDEX ix_originals_recipe_version ON originals (recipe_version);
CREATE INDEX ix_originals_content_id ON originals (content_id);
CREATE INDEX ix_photos_companion_of_id ON photos (companion_of_id);
CREATE INDEX ix_films_state_waits_until ON films (state, waits_until);
CREATE INDEX ix_verifications_finished_at ON verifications (finished_at);
CREATE INDEX ix_verification_faults_verification_id ON verification_faults (verification_id);
CREATE INDEX ix_photos_trashed_at ON photos (trashed_at) WHERE trashed_at IS NOT NULL;
CREATE INDEX ix_albums_trashed_at ON albums (trashed_at) WHERE trashed_at IS NOT NULL;
CREATE INDEX ix_resumable_uploads_expires_at ON resumable_uploads (expires_at);
CREATE INDEX ix_resumable_uploads_line_id ON resumable_uploads (line_id);
CREATE INDEX ix_resumable_uploads_member_id ON resumable_uploads (member_id);
CREATE INDEX ix_resumable_uploads_receipt_id ON resumable_uploads (receipt_id);
CREATE INDEX ix_clean_copies_state_id ON clean_copies (state, id);
CREATE INDEX ix_selections_created_at ON selections (created_at);
CREATE INDEX ix_selections_member_id ON selections (member_id);
CREATE INDEX ix_photos_unmade_edits ON photos (id) WHERE edit_key <> edit_made;
CREATE INDEX ix_photo_tags_tag_id ON photo_tags (tag_id);
CREATE INDEX ix_comments_author_id ON comments (author_id);
CREATE INDEX ix_comments_photo_id_created_at_id ON comments (photo_id, created_at, id);
CREATE INDEX ix_album_entries_added_at ON album_entries (added_at);
CREATE INDEX ix_album_entries_album_id_position_sort_at_photo_id ON album_entries (album_id, position, sort_at, photo_id);
CREATE INDEX ix_albums_reach ON albums (reach);
CREATE INDEX ix_circles_owner_id ON circles (owner_id);
CREATE INDEX ix_circle_members_member_id ON circle_members (member_id);
CREATE INDEX ix_circle_grants_circle_id ON circle_grants (circle_id);
CREATE INDEX ix_album_sources_source_id ON album_sources (source_id);
CREATE INDEX ix_album_sources_host_id ON album_sources (host_id);
CREATE INDEX ix_keeper_acts_keeper_id ON keeper_acts (keeper_id);
CREATE INDEX ix_keeper_acts_owner_id ON keeper_acts (owner_id);
CREATE INDEX ix_keeper_acts_session_id ON keeper_acts (session_id);
CREATE INDEX ix_shelf_albums_shelf_id ON shelf_albums (shelf_id);
CREATE INDEX ix_shelved_photos_shelf_id_place ON shelved_photos (shelf_id, place);
CREATE VIEW photo_places AS
SELECT p.id AS photo_id, p.owner_id AS owner_id,
  ((CASE WHEN p.sort_at >= '9999-01-01' THEN 137438953471 ELSE min(CAST(strftime('%s', p.sort_at) AS INTEGER) + 62135596800, 137438953470) END) << 26) | p.id AS place,
  CAST(substr(p.sort_at, 1, 4) || substr(p.sort_at, 6, 2) AS INTEGER) AS month,
  coalesce((SELECT group_concat(album_id, ',') FROM
    (SELECT e.album_id FROM album_entries e WHERE e.photo_id = p.id ORDER BY e.album_id)), '') AS albums
FROM photos p WHERE p.trashed_at IS NULL AND p.companion_of_id IS NULL;
CREATE VIEW photo_words AS
SELECT s.place AS place, s.photo_id AS photo_id,
  's' || s.shelf_id || ' o' || p.owner_id || ' k' || p.kind AS marks,
  CASE WHEN p.caption_source = 'file' THEN p.alt_text ELSE p.caption || ' ' || p.alt_text END AS caption,
  coalesce((SELECT group_concat(t.written, ' ') FROM photo_tags t WHERE t.photo_id = p.id), '') AS tags,
  (CASE WHEN p.caption_source = 'file' THEN p.caption ELSE '' END) || ' ' ||
    coalesce((SELECT group_concat(value, ' ') FROM json_each(
      CASE WHEN json_type(p.notes, '$.keywords') IS NULL THEN o.details ELSE p.notes END, '$.keywords')), '') || ' ' ||
    coalesce((SELECT group_concat(value, ' ') FROM json_each(o.details, '$.file.people')), '') || ' ' ||
    coalesce((SELECT group_concat(value, ' ') FROM json_each(p.notes, '$.notes.people')), '') AS said,
  p.file_name AS file_name,
  coalesce(json_extract(o.details, '$.camera.name'), '') || ' ' ||
    coalesce(json_extract(o.details, '$.camera.lens'), '') AS camera
FROM shelved_photos s JOIN photos p ON p.id = s.photo_id JOIN originals o ON o.id = p.original_id;
CREATE VIRTUAL TABLE photo_search USING fts5(marks, caption, tags, said, file_name, camera, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4');
INSERT INTO "photo_search"(rowid,marks,caption,tags,said,file_name,camera) VALUES(4274747073154252801,'s1 o1 kphoto',' ','','   ','own-keeper.jpg','Testcam Model T ');
INSERT INTO "photo_search"(rowid,marks,caption,tags,said,file_name,camera) VALUES(4274747073154252802,'s2 o2 kphoto',' ','','   ','own-mum.jpg','Testcam Model T ');
INSERT INTO "photo_search"(rowid,marks,caption,tags,said,file_name,camera) VALUES(4274747073154252803,'s3 o3 kphoto',' ','','   ','own-dad.jpg','Testcam Model T ');
INSERT INTO "photo_search"(rowid,marks,caption,tags,said,file_name,camera) VALUES(4274747073154252804,'s4 o4 kphoto',' ','','   ','own-uncle.jpg','Testcam Model T ');
INSERT INTO "photo_search"(rowid,marks,caption,tags,said,file_name,camera) VALUES(4274747073154252805,'s5 o5 kphoto',' ','','   ','own-cousin.jpg','Testcam Model T ');
INSERT INTO "photo_search"(rowid,marks,caption,tags,said,file_name,camera) VALUES(4274747073154252806,'s6 o6 kphoto',' ','','   ','own-stranger.jpg','Testcam Model T ');
INSERT INTO "photo_search"(rowid,marks,caption,tags,said,file_name,camera) VALUES(4274747073154252807,'s7 o2 kphoto',' ','summer','   ','Seebad.jpg','Testcam Model T ');
INSERT INTO "photo_search"(rowid,marks,caption,tags,said,file_name,camera) VALUES(4274747073154252808,'s8 o5 kphoto',' ','','   ','Boot.jpg','Testcam Model T ');
INSERT INTO "photo_search"(rowid,marks,caption,tags,said,file_name,camera) VALUES(4274747073154252811,'s9 o2 kphoto',' ','summer','   ','Seebad.jpg','Testcam Model T ');
INSERT INTO "photo_search"(rowid,marks,caption,tags,said,file_name,camera) VALUES(4274747073154252812,'s10 o5 kphoto',' ','','   ','Boot.jpg','Testcam Model T ');
INSERT INTO "photo_search"(rowid,marks,caption,tags,said,file_name,camera) VALUES(9223372036787666953,'s7 o2 kvideo',' ','','   ','Welle.mp4','Telltale 9 ');
INSERT INTO "photo_search"(rowid,marks,caption,tags,said,file_name,camera) VALUES(9223372036787666957,'s9 o2 kvideo',' ','','   ','Welle.mp4','Telltale 9 ');
INSERT INTO "photo_search"(rowid,marks,caption,tags,said,file_name,camera) VALUES(9223372036787666959,'s4 o4 kphoto',' ','','   ','Kaputt.jpg',' ');
CREATE VIRTUAL TABLE album_search USING fts5(title, description, tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3');
INSERT INTO "album_search"(rowid,title,description) VALUES(1,'Album for private','By the lake.');
INSERT INTO "album_search"(rowid,title,description) VALUES(2,'Old album for private','');
INSERT INTO "album_search"(rowid,title,description) VALUES(3,'Album for family','By the lake.');
INSERT INTO "album_search"(rowid,title,description) VALUES(4,'Old album for family','');
CREATE TRIGGER shelved_photo_comes AFTER INSERT ON shelved_photos BEGIN 
UPDATE shelves SET photo_count = photo_count + 1 WHERE id = NEW.shelf_id;
INSERT INTO shelf_months (shelf_id, month, photo_count) VALUES (NEW.shelf_id, NEW.month, 1)
  ON CONFLICT (shelf_id, month) DO UPDATE SET photo_count = photo_count + 1;
INSERT INTO photo_search (rowid, marks, caption, tags, said, file_name, camera) SELECT place, marks, caption, tags, said, file_name, camera FROM photo_words WHERE place = NEW.place;
 END;
CREATE TRIGGER shelved_photo_goes AFTER DELETE ON shelved_photos BEGIN 
UPDATE shelves SET photo_count = photo_count - 1 WHERE id = OLD.shelf_id;
UPDATE shelf_months SET photo_count = photo_count - 1 WHERE shelf_id = OLD.shelf_id AND month = OLD.month;
DELETE FROM shelf_months WHERE shelf_id = OLD.shelf_id AND month = OLD.month AND photo_count = 0;
DELETE FROM photo_search WHERE rowid = OLD.place;
 END;
CREATE TRIGGER photo_comes AFTER INSERT ON photos BEGIN 
DELETE FROM shelved_photos WHERE photo_id = NEW.id;
INSERT INTO shelves (owner_id, albums, photo_count) SELECT w.owner_id, w.albums, 0 FROM photo_places w
  WHERE w.photo_id = NEW.id
  AND NOT EXISTS (SELECT 1 FROM shelves f WHERE f.owner_id = w.owner_id AND f.albums = w.albums);
INSERT INTO shelved_photos (place, photo_id, shelf_id, month)
  SELECT w.place, w.photo_id, f.id, w.month FROM photo_places w
  JOIN shelves f ON f.owner_id = w.owner_id AND f.albums = w.albums WHERE w.photo_id = NEW.id;
INSERT INTO shelf_albums (album_id, shelf_id) SELECT e.album_id, s.shelf_id FROM shelved_photos s
  JOIN album_entries e ON e.photo_id = s.photo_id WHERE s.photo_id = NEW.id
  AND NOT EXISTS (SELECT 1 FROM shelf_albums h WHERE h.album_id = e.album_id AND h.shelf_id = s.shelf_id);
 END;
CREATE TRIGGER photo_moves AFTER UPDATE OF owner_id, sort_at, trashed_at, companion_of_id ON photos BEGIN 
DELETE FROM shelved_photos WHERE photo_id = NEW.id;
INSERT INTO shelves (owner_id, albums, photo_count) SELECT w.owner_id, w.albums, 0 FROM photo_places w
  WHERE w.photo_id = NEW.id
  AND NOT EXISTS (SELECT 1 FROM shelves f WHERE f.owner_id = w.owner_id AND f.albums = w.albums);
INSERT INTO shelved_photos (place, photo_id, shelf_id, month)
  SELECT w.place, w.photo_id, f.id, w.month FROM photo_places w
  JOIN shelves f ON f.owner_id = w.owner_id AND f.albums = w.albums WHERE w.photo_id = NEW.id;
INSERT INTO shelf_albums (album_id, shelf_id) SELECT e.album_id, s.shelf_id FROM shelved_photos s
  JOIN album_entries e ON e.photo_id = s.photo_id WHERE s.photo_id = NEW.id
  AND NOT EXISTS (SELECT 1 FROM shelf_albums h WHERE h.album_id = e.album_id AND h.shelf_id = s.shelf_id);
 END;
CREATE TRIGGER photo_goes AFTER DELETE ON photos BEGIN DELETE FROM shelved_photos WHERE photo_id = OLD.id; END;
CREATE TRIGGER photo_is_described AFTER UPDATE OF caption, caption_source, alt_text, file_name, kind, notes, original_id ON photos BEGIN 
DELETE FROM photo_search WHERE rowid IN (SELECT place FROM photo_words WHERE photo_id = NEW.id);
INSERT INTO photo_search (rowid, marks, caption, tags, said, file_name, camera) SELECT place, marks, caption, tags, said, file_name, camera FROM photo_words WHERE photo_id = NEW.id;
 END;
CREATE TRIGGER original_is_described AFTER UPDATE OF details ON originals BEGIN 
DELETE FROM photo_search WHERE rowid IN (SELECT place FROM photo_words WHERE photo_id IN (SELECT id FROM photos WHERE original_id = NEW.id));
INSERT INTO photo_search (rowid, marks, caption, tags, said, file_name, camera) SELECT place, marks, caption, tags, said, file_name, camera FROM photo_words WHERE photo_id IN (SELECT id FROM photos WHERE original_id = NEW.id);
 END;
CREATE TRIGGER entry_comes AFTER INSERT ON album_entries BEGIN 
DELETE FROM shelved_photos WHERE photo_id = NEW.photo_id;
INSERT INTO shelves (owner_id, albums, photo_count) SELECT w.owner_id, w.albums, 0 FROM photo_places w
  WHERE w.photo_id = NEW.photo_id
  AND NOT EXISTS (SELECT 1 FROM shelves f WHERE f.owner_id = w.owner_id AND f.albums = w.albums);
INSERT INTO shelved_photos (place, photo_id, shelf_id, month)
  SELECT w.place, w.photo_id, f.id, w.month FROM photo_places w
  JOIN shelves f ON f.owner_id = w.owner_id AND f.albums = w.albums WHERE w.photo_id = NEW.photo_id;
INSERT INTO shelf_albums (album_id, shelf_id) SELECT e.album_id, s.shelf_id FROM shelved_photos s
  JOIN album_entries e ON e.photo_id = s.photo_id WHERE s.photo_id = NEW.photo_id
  AND NOT EXISTS (SELECT 1 FROM shelf_albums h WHERE h.album_id = e.album_id AND h.shelf_id = s.shelf_id);
 END;
CREATE TRIGGER entry_goes AFTER DELETE ON album_entries BEGIN 
DELETE FROM shelved_photos WHERE photo_id = OLD.photo_id;
INSERT INTO shelves (owner_id, albums, photo_count) SELECT w.owner_id, w.albums, 0 FROM photo_places w
  WHERE w.photo_id = OLD.photo_id
  AND NOT EXISTS (SELECT 1 FROM shelves f WHERE f.owner_id = w.owner_id AND f.albums = w.albums);
INSERT INTO shelved_photos (place, photo_id, shelf_id, month)
  SELECT w.place, w.photo_id, f.id, w.month FROM photo_places w
  JOIN shelves f ON f.owner_id = w.owner_id AND f.albums = w.albums WHERE w.photo_id = OLD.photo_id;
INSERT INTO shelf_albums (album_id, shelf_id) SELECT e.album_id, s.shelf_id FROM shelved_photos s
  JOIN album_entries e ON e.photo_id = s.photo_id WHERE s.photo_id = OLD.photo_id
  AND NOT EXISTS (SELECT 1 FROM shelf_albums h WHERE h.album_id = e.album_id AND h.shelf_id = s.shelf_id);
 END;
CREATE TRIGGER entry_moves AFTER UPDATE OF album_id, photo_id ON album_entries BEGIN 
DELETE FROM shelved_photos WHERE photo_id = OLD.photo_id;
INSERT INTO shelves (owner_id, albums, photo_count) SELECT w.owner_id, w.albums, 0 FROM photo_places w
  WHERE w.photo_id = OLD.photo_id
  AND NOT EXISTS (SELECT 1 FROM shelves f WHERE f.owner_id = w.owner_id AND f.albums = w.albums);
INSERT INTO shelved_photos (place, photo_id, shelf_id, month)
  SELECT w.place, w.photo_id, f.id, w.month FROM photo_places w
  JOIN shelves f ON f.owner_id = w.owner_id AND f.albums = w.albums WHERE w.photo_id = OLD.photo_id;
INSERT INTO shelf_albums (album_id, shelf_id) SELECT e.album_id, s.shelf_id FROM shelved_photos s
  JOIN album_entries e ON e.photo_id = s.photo_id WHERE s.photo_id = OLD.photo_id
  AND NOT EXISTS (SELECT 1 FROM shelf_albums h WHERE h.album_id = e.album_id AND h.shelf_id = s.shelf_id);

DELETE FROM shelved_photos WHERE photo_id = NEW.photo_id;
INSERT INTO shelves (owner_id, albums, photo_count) SELECT w.owner_id, w.albums, 0 FROM photo_places w
  WHERE w.photo_id = NEW.photo_id
  AND NOT EXISTS (SELECT 1 FROM shelves f WHERE f.owner_id = w.owner_id AND f.albums = w.albums);
INSERT INTO shelved_photos (place, photo_id, shelf_id, month)
  SELECT w.place, w.photo_id, f.id, w.month FROM photo_places w
  JOIN shelves f ON f.owner_id = w.owner_id AND f.albums = w.albums WHERE w.photo_id = NEW.photo_id;
INSERT INTO shelf_albums (album_id, shelf_id) SELECT e.album_id, s.shelf_id FROM shelved_photos s
  JOIN album_entries e ON e.photo_id = s.photo_id WHERE s.photo_id = NEW.photo_id
  AND NOT EXISTS (SELECT 1 FROM shelf_albums h WHERE h.album_id = e.album_id AND h.shelf_id = s.shelf_id);
 END;
CREATE TRIGGER album_comes AFTER INSERT ON albums BEGIN 
INSERT INTO album_search (rowid, title, description) VALUES (NEW.id, NEW.title, NEW.description);
 END;
CREATE TRIGGER album_is_described AFTER UPDATE OF title, description ON albums BEGIN 
DELETE FROM album_search WHERE rowid = NEW.id;
INSERT INTO album_search (rowid, title, description) VALUES (NEW.id, NEW.title, NEW.description);
 END;
CREATE TRIGGER album_goes AFTER DELETE ON albums BEGIN DELETE FROM album_search WHERE rowid = OLD.id; END;
CREATE TRIGGER tag_comes AFTER INSERT ON photo_tags BEGIN 
DELETE FROM photo_search WHERE rowid IN (SELECT place FROM photo_words WHERE photo_id = NEW.photo_id);
INSERT INTO photo_search (rowid, marks, caption, tags, said, file_name, camera) SELECT place, marks, caption, tags, said, file_name, camera FROM photo_words WHERE photo_id = NEW.photo_id;
 END;
CREATE TRIGGER tag_is_written AFTER UPDATE ON photo_tags BEGIN 
DELETE FROM photo_search WHERE rowid IN (SELECT place FROM photo_words WHERE photo_id = NEW.photo_id);
INSERT INTO photo_search (rowid, marks, caption, tags, said, file_name, camera) SELECT place, marks, caption, tags, said, file_name, camera FROM photo_words WHERE photo_id = NEW.photo_id;
 END;
CREATE TRIGGER tag_goes AFTER DELETE ON photo_tags BEGIN 
DELETE FROM photo_search WHERE rowid IN (SELECT place FROM photo_words WHERE photo_id = OLD.photo_id);
INSERT INTO photo_search (rowid, marks, caption, tags, said, file_name, camera) SELECT place, marks, caption, tags, said, file_name, camera FROM photo_words WHERE photo_id = OLD.photo_id;
 END;
COMMIT;
