"""What every route answers to everybody: the written half of the test beside it.

Each line is an endpoint, a method, what it is asked about, and nine statuses:

    An  nobody: no account, no link; where a token is needed, one that was guessed
    LP  holds a link with a password, which was not given yet
    LV  holds the same link and gave the password
    N   a member without any right on the album
    M   a member who may view it
    C   a member who may add to it
    E   a member who may edit it
    O   its owner
    A   the keeper, here on the twin of the album that the whole family sees

On the private album of somebody else the keeper counts as N, and so says the test of each line. Members at
a share link use one without a password; N guesses one, as An does. HEAD answers as GET does, without a body,
unless it has a line; OPTIONS says which methods there are, whoever asks. A route of `DEBUG_ONLY` exists for
developers alone.
"""

from typing import NamedTuple

ROLES = ("An", "LP", "LV", "N", "M", "C", "E", "O", "A")
DEBUG_ONLY = frozenset({"patterns.show", "patterns.photo"})

TABLE = """
# Pages of albums and photos          about              An  LP  LV  N   M   C   E   O   A
albums.index                   GET    -                  200 200 200 200 200 200 200 200 200
albums.new                     GET    -                  302 302 302 200 200 200 200 200 200
albums.create                  POST   -                  401 401 401 303 303 303 303 303 303
albums.show                    GET    album              302 302 302 404 200 200 200 200 200
albums.edit                    GET    album              302 302 302 404 403 403 200 200 200
albums.change                  POST   album              401 401 401 404 403 403 303 303 303
albums.confirm_delete          GET    album              302 302 302 404 403 403 403 200 200
albums.delete                  POST   album              401 401 401 404 403 403 403 303 303
albums.set_cover               POST   album              401 401 401 404 403 403 303 303 303
# The nested album is the cousin's, and lies in mum's.
album_places.confirm_take_out  GET    nested             302 302 302 404 403 200 403 200 200
album_places.take_out          POST   nested             401 401 401 404 403 303 403 303 303
albums.remove_entry            POST   mums_photo         401 401 401 404 403 403 303 303 303
albums.remove_entry            POST   cousins_photo      401 401 401 404 403 303 303 303 303
album_order.show               GET    album              302 302 302 404 403 403 200 200 200
album_order.choose             POST   album              401 401 401 404 403 403 303 303 303
album_order.place              POST   mums_photo         401 401 401 404 403 403 303 303 303
progress.album                 GET    album              302 302 302 404 200 200 200 200 200
timeline.index                 GET    -                  200 200 200 200 200 200 200 200 200
search.index                   GET    -                  200 200 200 200 200 200 200 200 200
photos.in_album                GET    mums_photo         302 302 302 404 200 200 200 200 200
photos.index                   GET    -                  302 302 302 200 200 200 200 200 200
photos.favourites              GET    -                  302 302 302 200 200 200 200 200 200
photos.show                    GET    mums_photo         302 302 302 404 200 200 200 200 200
photos.favourite               POST   mums_photo         401 401 401 404 303 303 303 303 303
photos.unfavourite             POST   mums_photo         401 401 401 404 303 303 303 303 303
photos.process_again           POST   mums_photo         401 401 401 404 403 403 403 303 303
photos.process_again           POST   cousins_photo      401 401 401 404 403 303 403 403 303

# Words are written by whoever may edit an album that holds the photo; looks and date are its owner's affair.
photo_words.edit               GET    mums_photo         302 302 302 404 403 403 200 200 200
photo_words.change             POST   mums_photo         401 401 401 404 403 403 303 303 303
photo_words.change             POST   cousins_photo      401 401 401 404 403 303 303 303 303
photo_dates.edit               GET    mums_photo         302 302 302 404 403 403 403 200 200
photo_dates.change             POST   mums_photo         401 401 401 404 403 403 403 303 303
photo_dates.change             POST   cousins_photo      401 401 401 404 403 303 403 403 303
photo_dates.take_back          POST   mums_photo         401 401 401 404 403 403 403 303 303
photo_edits.edit               GET    mums_photo         302 302 302 404 403 403 403 200 200
photo_edits.change             POST   mums_photo         401 401 401 404 403 403 403 303 303
photo_edits.change             POST   cousins_photo      401 401 401 404 403 303 403 403 303
photo_edits.turn               POST   mums_photo         401 401 401 404 403 403 403 303 303
photo_edits.undo               POST   mums_photo         401 401 401 404 403 403 403 303 303
photo_edits.unedited           GET    mums_photo         302 302 302 404 403 403 403 200 200
comments.create                POST   mums_photo         401 401 401 404 303 303 303 303 303
comments.edit                  GET    uncles_comment     302 302 302 404 200 403 403 403 403
comments.change                POST   uncles_comment     401 401 401 404 303 403 403 403 403
comments.delete                POST   uncles_comment     401 401 401 404 303 403 403 303 303

# What is not one's own to change is left as it is, and said: see tests/web/test_selection.py.
selection.act                  POST   chosen             401 401 401 303 303 303 303 303 303

web_copies.create              POST   video              401 401 401 404 403 403 403 303 303
web_copies.stop                POST   video              401 401 401 404 403 403 403 303 303

# Only a photo's owner shows it to more people, and only its owner throws it away, or else the keeper.
photos.add_to_album            POST   mums_photo         401 401 401 404 403 403 403 303 403
photos.add_to_album            POST   own_photo          401 401 401 404 403 303 303 303 303
photos.take_out_of_hidden      POST   mums_photo         401 401 401 404 403 403 403 303 403
photos.take_out_of_hidden      POST   cousins_photo      401 401 401 404 403 303 403 403 403
photos.delete                  POST   mums_photo         401 401 401 404 403 403 403 303 303
photos.delete                  POST   cousins_photo      401 401 401 404 403 303 403 403 303

near_duplicates.index          GET    -                  302 302 302 200 200 200 200 200 200
near_duplicates.choose         POST   mums_look_alikes   401 401 401 404 404 404 404 303 404
near_duplicates.dismiss        POST   mums_look_alikes   401 401 401 404 404 404 404 303 404

# What lies in the trash does not exist for those who cannot bring it back.
trash.index                    GET    -                  302 302 302 200 200 200 200 200 200
trash.restore_photo            POST   trashed_photo      401 401 401 404 404 404 404 303 303
trash.restore_album            POST   trashed_album      401 401 401 404 404 404 404 303 303

# Bytes
media.derivative               GET    mums_photo         404 404 404 404 200 200 200 200 200
media.original                 GET    mums_photo         404 404 404 404 200 200 200 200 200
media.video                    GET    video              404 404 404 404 200 200 200 200 200
downloads.album                GET    album              404 404 404 404 200 200 200 200 200
downloads.own                  GET    -                  302 302 302 200 200 200 200 200 200
downloads.create               POST   -                  401 401 401 303 303 303 303 303 303
downloads.show                 GET    mums_selection     302 302 302 404 404 404 404 200 404

# Sending
uploads.new                    GET    -                  302 302 302 200 200 200 200 200 200
uploads.create                 POST   -                  401 401 401 303 303 303 303 303 303
uploads.create                 POST   album              401 401 401 404 403 303 303 303 303
uploads.receipts               GET    -                  302 302 302 200 200 200 200 200 200
uploads.receipt                GET    mums_receipt       302 302 302 404 404 404 404 200 404
uploads.checksums              GET    mums_receipt       302 302 302 404 404 404 404 200 404
drops.create                   POST   -                  401 401 401 201 201 201 201 201 201
drops.create                   POST   album              401 401 401 404 403 201 201 201 201
drops.ask                      POST   -                  401 401 401 200 200 200 200 200 200
drops.enter                    POST   mums_receipt       401 401 401 404 404 404 404 200 404
drops.state                    GET    mums_receipt       401 401 401 404 404 404 404 200 404
tus.create                     POST   -                  401 401 401 201 201 201 201 201 201
tus.head                       HEAD   mums_upload        401 401 401 404 404 404 404 200 404
tus.append                     PATCH  mums_upload        401 401 401 404 404 404 404 204 404
tus.override                   POST   mums_upload        401 401 401 404 404 404 404 204 404
tus.destroy                    DELETE mums_upload        401 401 401 404 404 404 404 204 404

# Sharing
album_sharing.sharing          GET    album              302 302 302 404 403 403 403 200 200
album_sharing.grant            POST   album              401 401 401 404 403 403 403 303 303
album_sharing.revoke_grant     POST   grant              401 401 401 404 403 403 403 303 303
album_sharing.create_link      POST   album              401 401 401 404 403 403 403 303 303
my_links.index                 GET    -                  302 302 302 200 200 200 200 200 200
my_links.show                  GET    link               302 302 302 404 404 404 404 200 200
my_links.change                POST   link               401 401 401 404 404 404 404 303 303
my_links.revoke                POST   link               401 401 401 404 404 404 404 303 303
my_links.revoke_all            POST   -                  401 401 401 303 303 303 303 303 303
album_sharing.grant_circle     POST   album              401 401 401 404 403 403 403 303 303
album_sharing.revoke_circle_grant POST circle_grant      401 401 401 404 403 403 403 303 303
audience.of_album              GET    album              302 302 302 404 403 403 200 200 200
audience.of_photo              GET    mums_photo         302 302 302 404 403 403 403 200 200
audience.of_photo              GET    cousins_photo      302 302 302 404 403 200 403 403 200

# Circles: mum's is seen by dad, who is in it, and by the keeper, who looks after all.
circles.index                  GET    -                  302 302 302 200 200 200 200 200 200
circles.create                 POST   -                  401 401 401 303 303 303 303 303 303
circles.show                   GET    circle             302 302 302 404 404 404 200 200 200
circles.rename                 POST   circle             401 401 401 404 404 404 403 303 303
circles.add_member             POST   circle             401 401 401 404 404 404 403 303 303
circles.remove_member          POST   circle_member      401 401 401 404 404 404 303 303 303
circles.delete                 POST   circle             401 401 401 404 404 404 403 303 303

# What a link opens
shares.show                    GET    token              404 401 200 404 200 200 200 200 200
shares.unlock                  POST   token              404 303 303 404 303 303 303 303 303
shares.photo                   GET    token_photo        404 401 200 404 200 200 200 200 200
share_files.derivative         GET    token_photo        404 404 200 404 200 200 200 200 200
share_files.video              GET    token_video        404 404 200 404 200 200 200 200 200
share_files.file               GET    token_photo        404 404 200 404 200 200 200 200 200
share_files.wait               GET    token              404 404 200 404 200 200 200 200 200
share_files.archive            GET    token              404 404 303 404 303 303 303 303 303
share_previews.oembed          GET    token              404 404 404 404 200 200 200 200 200
# Guests give a name at the link first; without one they are asked for it (303), and programs get 401.
share_guests.name              GET    token              404 303 200 404 200 200 200 200 200
share_guests.say_name          POST   token              404 404 303 404 303 303 303 303 303
share_guests.mine              GET    token              404 303 303 404 303 303 303 303 303
share_guests.take_back         POST   guests_upload      404 404 303 404 303 303 303 303 303
share_guests.comment           POST   token_photo        404 404 303 404 303 303 303 303 303
share_guests.delete_comment    POST   guests_comment     404 404 303 404 303 303 303 303 303
share_guests.give_heart        POST   token_photo        404 404 303 404 303 303 303 303 303
share_guests.take_heart_back   POST   token_photo        404 404 303 404 303 303 303 303 303
share_adding.new               GET    token              404 303 303 404 303 303 303 303 303
share_adding.create            POST   token              404 404 303 404 303 303 303 303 303
share_adding.show              GET    guests_receipt     404 303 303 404 303 303 303 303 303
share_adding.checksums         GET    guests_receipt     404 303 303 404 303 303 303 303 303
share_drops.create             POST   token              404 404 401 404 401 401 401 401 401
share_drops.ask                POST   token              404 404 401 404 401 401 401 401 401
share_drops.enter              POST   guests_receipt     404 404 401 404 401 401 401 401 401
share_drops.state              GET    guests_receipt     404 404 401 404 401 401 401 401 401
share_tus.create               POST   token              404 404 401 404 401 401 401 401 401
share_tus.head                 HEAD   guests_piece       404 404 401 404 401 401 401 401 401
share_tus.append               PATCH  guests_piece       404 404 401 404 401 401 401 401 401
share_tus.override             POST   guests_piece       404 404 401 404 401 401 401 401 401
share_tus.destroy              DELETE guests_piece       404 404 401 404 401 401 401 401 401

# What guests have sent is shown to whoever made their link, and to nobody else.
guest_queue.index              GET    -                  302 302 302 200 200 200 200 200 200
guest_queue.picture            GET    guests_upload      302 302 302 404 404 404 404 200 404
guest_queue.accept             POST   guests_upload      401 401 401 404 404 404 404 303 404
guest_queue.refuse             POST   guests_upload      401 401 401 404 404 404 404 303 404
guest_queue.accept_all         POST   -                  401 401 401 303 303 303 303 303 303
shares.show_below              GET    token_below        404 401 200 404 200 200 200 200 200
shares.photo_below             GET    token_below        404 401 200 404 200 200 200 200 200

# The ways in and out
auth.setup                     GET    -                  404 404 404 404 404 404 404 404 404
auth.setup                     POST   -                  404 404 404 404 404 404 404 404 404
auth.login                     GET    -                  200 200 200 302 302 302 302 302 302
auth.login                     POST   -                  303 303 303 303 303 303 303 303 303
second_step.enter              GET    -                  302 302 302 302 302 302 302 302 302
second_step.enter              POST   -                  303 303 303 303 303 303 303 303 303
second_step.options            POST   -                  200 200 200 200 200 200 200 200 200
second_step.passkey            POST   -                  303 303 303 303 303 303 303 303 303
auth.logout                    POST   -                  303 303 303 303 303 303 303 303 303
auth.forgotten                 GET    -                  200 200 200 200 200 200 200 200 200
auth.join                      GET    invitation         200 200 200 200 200 200 200 200 200
auth.join                      POST   invitation         303 303 303 303 303 303 303 303 303
auth.reset                     GET    password_link      200 200 200 200 200 200 200 200 200
auth.reset                     POST   password_link      303 303 303 303 303 303 303 303 303

# One's own account
account.show                   GET    -                  302 302 302 200 200 200 200 200 200
account.password               POST   -                  401 401 401 303 303 303 303 303 303
account.end_sessions           POST   -                  401 401 401 303 303 303 303 303 303
account.confirm                GET    -                  302 302 302 200 200 200 200 200 200
account.confirm                POST   -                  401 401 401 303 303 303 303 303 303

authenticator.begin            POST   -                  401 401 401 303 303 303 303 303 303
authenticator.show             GET    -                  302 302 302 302 302 302 302 302 302
authenticator.confirm          POST   -                  401 401 401 303 303 303 303 303 303
authenticator.remove           POST   -                  401 401 401 404 404 404 404 404 404
authenticator.new_codes        POST   -                  401 401 401 404 404 404 404 404 404
passkeys.options               POST   -                  401 401 401 200 200 200 200 200 200
passkeys.create                POST   -                  401 401 401 303 303 303 303 303 303
passkeys.remove                POST   no_passkey         401 401 401 404 404 404 404 404 404
passkeys.options_to_confirm    POST   -                  401 401 401 200 200 200 200 200 200
passkeys.confirm               POST   -                  401 401 401 303 303 303 303 303 303
# The API. Links are nothing to it: whoever holds one is nobody here.
tokens.index                   GET    -                  302 302 302 200 200 200 200 200 200
tokens.create                  POST   -                  401 401 401 201 201 201 201 201 201
tokens.destroy                 POST   own_token          401 401 401 303 303 303 303 303 303
api_docs.index                 GET    -                  200 200 200 200 200 200 200 200 200
api-docs.openapi_json          GET    -                  200 200 200 200 200 200 200 200 200
api_albums.index               GET    -                  200 200 200 200 200 200 200 200 200
api_albums.create              POST   -                  401 401 401 201 201 201 201 201 201
api_albums.show                GET    album              404 404 404 404 200 200 200 200 200
api_albums.replace             PUT    album              401 401 401 404 403 403 200 200 200
api_albums.change              PATCH  album              401 401 401 404 403 403 200 200 200
api_albums.destroy             DELETE album              401 401 401 404 403 403 403 204 204
api_plain_albums.index_albums  GET    -                  200 200 200 200 200 200 200 200 200
api_plain_albums.create_album  POST   -                  401 401 401 201 201 201 201 201 201
api_plain_albums.show_album    GET    album              404 404 404 404 200 200 200 200 200
api_plain_albums.replace_album PUT    album              401 401 401 404 403 403 200 200 200
api_plain_albums.change_album  PATCH  album              401 401 401 404 403 403 200 200 200
api_plain_albums.destroy_album DELETE album              401 401 401 404 403 403 403 204 204
api_media.index                GET    -                  200 200 200 200 200 200 200 200 200
api_media.create               POST   -                  401 401 401 201 201 201 201 201 201
api_media.create               POST   album              401 401 401 404 403 201 201 201 201
api_media.show                 GET    mums_photo         404 404 404 404 200 200 200 200 200
api_media.replace              PUT    mums_photo         401 401 401 404 403 403 200 200 200
api_media.change               PATCH  mums_photo         401 401 401 404 403 403 200 200 200
api_media.destroy              DELETE mums_photo         401 401 401 404 403 403 403 204 204
api_plain_media.index_media    GET    -                  200 200 200 200 200 200 200 200 200
api_plain_media.create_media   POST   -                  401 401 401 201 201 201 201 201 201
api_plain_media.create_media   POST   album              401 401 401 404 403 201 201 201 201
api_plain_media.show_media     GET    mums_photo         404 404 404 404 200 200 200 200 200
api_plain_media.replace_media  PUT    mums_photo         401 401 401 404 403 403 200 200 200
api_plain_media.change_media   PATCH  mums_photo         401 401 401 404 403 403 200 200 200
api_plain_media.destroy_media  DELETE mums_photo         401 401 401 404 403 403 403 204 204
api_around.favourites_index    GET    -                  401 401 401 200 200 200 200 200 200
api_around.favourite           PUT    mums_photo         401 401 401 404 204 204 204 204 204
api_around.unfavourite         DELETE mums_photo         401 401 401 404 204 204 204 204 204
api_around.comments_index      GET    uncles_comment     401 401 401 404 200 200 200 200 200
api_around.say                 POST   mums_photo         401 401 401 404 201 201 201 201 201
api_around.change              PATCH  uncles_comment     401 401 401 404 200 403 403 403 403
api_around.unsay               DELETE uncles_comment     401 401 401 404 204 403 403 204 204
api_sharing.grants             GET    album              401 401 401 404 403 403 403 200 200
api_sharing.grant              PUT    grant              401 401 401 404 403 403 403 200 200
api_sharing.revoke_grant       DELETE grant              401 401 401 404 403 403 403 204 204
api_sharing.circle_grants      GET    album              401 401 401 404 403 403 403 200 200
api_sharing.grant_circle       PUT    circle_grant       401 401 401 404 403 403 403 200 200
api_sharing.revoke_circle      DELETE circle_grant       401 401 401 404 403 403 403 204 204
api_circles.index              GET    -                  401 401 401 200 200 200 200 200 200
api_circles.create             POST   -                  401 401 401 201 201 201 201 201 201
api_circles.show               GET    circle             401 401 401 404 404 404 200 200 200
api_circles.change             PATCH  circle             401 401 401 404 404 404 403 200 200
api_circles.destroy            DELETE circle             401 401 401 404 404 404 403 204 204
api_circles.add_member         PUT    circle_member      401 401 401 404 404 404 403 204 204
api_circles.remove_member      DELETE circle_member      401 401 401 404 404 404 204 204 204
api_links.index                GET    -                  401 401 401 200 200 200 200 200 200
api_links.create               POST   mums_photo         401 401 401 404 403 403 403 201 403
api_links.show                 GET    link               401 401 401 404 404 404 404 200 200
api_links.change               PATCH  link               401 401 401 404 404 404 404 200 200
api_links.destroy              DELETE link               401 401 401 404 404 404 404 204 204
api_sharing.share_links        GET    album              401 401 401 404 403 403 403 200 200
api_sharing.create_link        POST   album              401 401 401 404 403 403 403 201 201
api_sharing.revoke_link        DELETE api_link           401 401 401 404 403 403 403 204 204
api_finding.find               GET    -                  200 200 200 200 200 200 200 200 200
api_finding.months             GET    -                  200 200 200 200 200 200 200 200 200
api_finding.of_month           GET    -                  200 200 200 200 200 200 200 200 200
api_keeping.trash              GET    -                  401 401 401 200 200 200 200 200 200
api_keeping.restore_media      POST   trashed_photo      401 401 401 404 404 404 404 204 204
api_keeping.restore_album      POST   trashed_album      401 401 401 404 404 404 404 204 204
api_keeping.receipts_index     GET    -                  401 401 401 200 200 200 200 200 200
api_keeping.receipt            GET    mums_receipt       401 401 401 404 404 404 404 200 404
api_keeping.jobs               GET    -                  401 401 401 404 404 404 404 404 200
api_keeping.retry              POST   -                  401 401 401 404 404 404 404 404 204

# The keeper's pages
admin.index                    GET    -                  302 302 302 404 404 404 404 404 200
admin.invite                   POST   -                  401 401 401 404 404 404 404 404 303
admin.invitation               GET    open_invitation    302 302 302 404 404 404 404 404 200
admin.revoke_invitation        POST   open_invitation    401 401 401 404 404 404 404 404 303
admin.password_link            POST   member             401 401 401 404 404 404 404 404 303
admin.remove_second_factor     POST   open_password_link 401 401 401 404 404 404 404 404 303
admin.show_password_link       GET    open_password_link 302 302 302 404 404 404 404 404 200
admin.disable                  POST   member             401 401 401 404 404 404 404 404 303
admin.enable                   POST   member             401 401 401 404 404 404 404 404 303
keeper_acts.index              GET    -                  302 302 302 404 404 404 404 404 200
keeper_acts.create             POST   member             401 401 401 404 404 404 404 404 303
keeper_acts.end                POST   -                  401 401 401 404 404 404 404 404 303
members.show                   GET    member             302 302 302 404 404 404 404 404 200
members.quota                  POST   member             401 401 401 404 404 404 404 404 303
members.confirm_delete         GET    member             302 302 302 404 404 404 404 404 200
members.delete                 POST   member             401 401 401 404 404 404 404 404 303
inventory.albums               GET    -                  302 302 302 404 404 404 404 404 200
inventory.media                GET    -                  302 302 302 404 404 404 404 404 200
storage_use.index              GET    -                  302 302 302 404 404 404 404 404 200
all_links.index                GET    -                  302 302 302 404 404 404 404 404 200
all_links.stop                 POST   any_link           401 401 401 404 404 404 404 404 303
ways_in.index                  GET    -                  302 302 302 404 404 404 404 404 200
health.show                    GET    -                  302 302 302 404 404 404 404 404 200
health.settings                GET    -                  302 302 302 404 404 404 404 404 200
jobs.index                     GET    -                  302 302 302 404 404 404 404 404 200
jobs.retry_all                 POST   -                  401 401 401 404 404 404 404 404 303
jobs.retry                     POST   failed_photo       401 401 401 404 404 404 404 404 303

# For everybody
assets.static_file             GET    stylesheet         200 200 200 200 200 200 200 200 200
assets.favicon                 GET    -                  200 200 200 200 200 200 200 200 200
status.healthz                 GET    -                  200 200 200 200 200 200 200 200 200
status.readyz                  GET    -                  200 200 200 200 200 200 200 200 200
status.robots                  GET    -                  200 200 200 200 200 200 200 200 200
patterns.show                  GET    -                  200 200 200 200 200 200 200 200 200
patterns.photo                 GET    -                  200 200 200 200 200 200 200 200 200
"""


class Line(NamedTuple):
    endpoint: str
    method: str
    about: str
    statuses: dict[str, int]


def lines() -> list[Line]:
    """The table, read."""
    found = []
    for text in TABLE.splitlines():
        if not text or text.startswith("#"):
            continue
        endpoint, method, about, *numbers = text.split()
        statuses = dict(zip(ROLES, map(int, numbers), strict=True))
        found.append(Line(endpoint, method, about, statuses))
    return found


# Endpoints whose album decides. On somebody else's private one the keeper is a member like any other.
OF_AN_ALBUM = frozenset(
    {
        "album",
        "mums_photo",
        "cousins_photo",
        "own_photo",
        "trashed_photo",
        "trashed_album",
        "uncles_comment",
        "video",
        "grant",
        "circle_grant",
        "link",
        "api_link",
    }
)
