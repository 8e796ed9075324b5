import { ownedResources } from '#queries/own/owned_resources'

/** The viewers: no token, another user, the owner, staff, and two roles that an admin made. */
const columns = [
  'nobody',
  'member',
  'owner',
  'moderator',
  'admin',
  'watch',
  'editor',
  'desk',
] as const
/** With POSTING=members an author may do what a member may. */
export const askers = [...columns, 'author'] as const
export type Asker = (typeof askers)[number]

export interface Line {
  method: string
  path: string
  /** The members of the body, by name; none for a request without one. */
  body: Record<string, string>
  expected: Record<Asker, number>
}

/**
 * Every operation, by every viewer, on own and others' resources. A name in braces is a resource that is
 * made for each request (`Subjects`). The owner has it, unless its name says otherwise.
 */
const lines = `
                                                                  nobody member owner moderator admin watch editor desk
GET    /                                                          200    200    200   200       200   200   200    200
GET    /instance                                                  200    200    200   200       200   200   200    200
GET    /health/live                                               200    200    200   200       200   200   200    200
GET    /health/ready                                              200    200    200   200       200   200   200    200
GET    /metrics                                                   200    200    200   200       200   200   200    200
GET    /problems/not_found                                        200    200    200   200       200   200   200    200
GET    /openapi.json                                              200    200    200   200       200   200   200    200
GET    /openapi.yaml                                              200    200    200   200       200   200   200    200
GET    /docs                                                      200    200    200   200       200   200   200    200
GET    /docs/plaza.css                                            200    200    200   200       200   200   200    200
GET    /studio                                                    200    200    200   200       200   200   200    200
GET    /studio/assets/unknown.js                                  404    404    404   404       404   404   404    404

GET    /posts                                                     200    200    200   200       200   200   200    200
GET    /posts/{post}                                              200    200    200   200       200   200   200    200
GET    /posts/{draft}                                             404    404    200   200       200   404   200    404
GET    /posts/{removed}                                           404    404    404   200       200   404   200    404
GET    /posts/changes                                             200    200    200   200       200   200   200    200
GET    /posts/slug/{slug}                                         200    200    200   200       200   200   200    200
GET    /posts/slug/{unpublished_slug}                             404    404    200   200       200   404   200    404
GET    /posts/{post}/comments                                     200    200    200   200       200   200   200    200
GET    /posts/{draft}/comments                                    404    404    200   200       200   404   200    404
GET    /posts/{removed}/comments                                  404    404    404   200       200   404   200    404
GET    /tags                                                      200    200    200   200       200   200   200    200
GET    /tags/{tag}                                                200    200    200   200       200   200   200    200
POST   /tags name={tag_name}                                      401    403    403   403       201   403   201    403
PATCH  /tags/{tag} name=New                                       401    403    403   403       200   403   200    403
DELETE /tags/{tag}                                                401    403    403   403       204   403   204    403
GET    /collections                                               200    200    200   200       200   200   200    200
GET    /collections/{collection}                                  200    200    200   200       200   200   200    200
GET    /collections/{collection}/posts                            200    200    200   200       200   200   200    200
POST   /collections title={tag_name}                              401    403    403   403       201   403   201    403
PATCH  /collections/{collection} title=New                        401    403    403   403       200   403   200    403
DELETE /collections/{collection}                                  401    403    403   403       204   403   204    403
PUT    /collections/{collection}/posts                            401    403    403   403       422   403   422    403
GET    /types                                                     200    200    200   200       200   200   200    200
GET    /types/{type}                                              200    200    200   200       200   200   200    200
PUT    /types/{type} title=New                                    401    403    403   403       200   403   403    200
DELETE /types/{type}                                              401    403    403   403       204   403   403    204
GET    /feed.json                                                 200    200    200   200       200   200   200    200
GET    /feed.atom                                                 200    200    200   200       200   200   200    200
GET    /feed.rss                                                  200    200    200   200       200   200   200    200
GET    /sitemap.xml                                               200    200    200   200       200   200   200    200
GET    /robots.txt                                                200    200    200   200       200   200   200    200
GET    /posts?tag={tag}                                           200    200    200   200       200   200   200    200
GET    /comments/{comment}                                        200    200    200   200       200   200   200    200
GET    /comments/{draft_comment}                                  404    404    200   200       200   404   200    404
GET    /users?search=al                                           200    200    200   200       200   200   200    200
GET    /users/me/posts                                            401    200    200   200       200   200   200    200
GET    /users/{owner}                                             200    200    200   200       200   200   200    200
GET    /users/{owner}/posts                                       200    200    200   200       200   200   200    200
GET    /users/{owner}/comments                                    200    200    200   200       200   200   200    200

POST   /users email={email} password=long-enough-and-rare         201    201    201   201       201   201   201    201
POST   /email-confirmations token=x                               422    422    422   422       422   422   422    422
POST   /email-confirmations/resend email={email}                  503    503    503   503       503   503   503    503
GET    /account/confirm                                           200    200    200   200       200   200   200    200
POST   /email-changes/undo token=x                                422    422    422   422       422   422   422    422
GET    /account/undo                                              200    200    200   200       200   200   200    200
GET    /unsubscribes/x                                            302    302    302   302       302   302   302    302
POST   /unsubscribes/x                                            422    422    422   422       422   422   422    422
POST   /hooks/bounces                                             401    401    401   401       401   401   401    401
POST   /password-resets email={email}                             503    503    503   503       503   503   503    503
POST   /password-resets/confirm token=x new_password=long-enough-and-rare
                                                                  422    422    422   422       422   422   422    422
GET    /account/reset                                             200    200    200   200       200   200   200    200
POST   /login username={owner} password=wrong-but-long            401    401    401   401       401   401   401    401
POST   /login/second-factor challenge=x recovery_code=x           401    401    401   401       401   401   401    401
POST   /login/passkey/options                                     200    200    200   200       200   200   200    200
POST   /login/passkey passkey=x                                   422    422    422   422       422   422   422    422
GET    /login                                                     200    200    200   200       200   200   200    200
GET    /login/none                                                422    422    422   422       422   422   422    422
GET    /login/none/callback                                       422    422    422   422       422   422   422    422
POST   /login/none code=x code_verifier=0123456789012345678901234567890123456789xyz
                                                                  404    404    404   404       404   404   404    404
POST   /login/none/link challenge=x password=wrong-but-long       404    404    404   404       404   404   404    404
POST   /token/refresh refresh_token=1.1.AAAA                      401    401    401   401       401   401   401    401
POST   /studio/session username={owner} password=wrong-but-long   403    403    403   403       403   403   403    403
PUT    /studio/session                                            403    403    403   403       403   403   403    403
DELETE /studio/session                                            403    403    403   403       403   403   403    403

GET    /users/me                                                  401    200    200   200       200   200   200    200
GET    /users/me/security-events                                  401    200    200   200       200   200   200    200
GET    /users/me/exports                                          401    200    200   200       200   200   200    200
POST   /users/me/exports                                          401    202    202   202       202   202   202    202
GET    /users/me/exports/{export}/file                            401    404    200   404       404   404   404    404
GET    /users/me/second-factors                                   401    200    200   200       200   200   200    200
POST   /users/me/totp                                             401    200    200   200       200   200   200    200
PUT    /users/me/totp code=0123456789012345678901234567890123456789x
                                                                  401    422    422   422       422   422   422    422
DELETE /users/me/totp                                             401    404    404   404       404   404   404    404
POST   /users/me/recovery-codes                                   401    409    409   409       409   409   409    409
GET    /users/me/identities                                       401    200    200   200       200   200   200    200
DELETE /users/me/identities/{identity}                            401    404    204   404       404   404   404    404
GET    /passkeys                                                  401    200    200   200       200   200   200    200
POST   /passkeys/options                                          401    200    200   200       200   200   200    200
POST   /passkeys passkey=x                                        401    422    422   422       422   422   422    422
PATCH  /passkeys/{passkey} name=New                               401    404    404   404       404   404   404    404
DELETE /passkeys/{passkey}                                        401    404    404   404       404   404   404    404
GET    /users/me/sanctions                                        401    200    200   200       200   200   200    200
GET    /users/me/votes                                            401    200    200   200       200   200   200    200
GET    /users/me/trash                                            401    200    200   200       200   200   200    200
GET    /users/me/trash/comments                                   401    200    200   200       200   200   200    200
DELETE /users/me/trash                                            401    204    204   204       204   204   204    204
PATCH  /users/me bio=New                                          401    200    200   200       200   200   200    200
DELETE /users/me/email-change                                     401    404    404   404       404   404   404    404
PUT    /users/me/password current_password=x new_password=long-enough-and-rare
                                                                  401    422    422   422       422   422   422    422
DELETE /users/me password=wrong                                   401    422    422   422       422   422   422    422
GET    /sessions                                                  401    200    200   200       200   200   200    200
POST   /sessions/current/step-up password=wrong                   401    422    422   422       422   422   422    422
DELETE /sessions/{session}                                        401    404    204   404       404   404   404    404
POST   /logout                                                    401    204    204   204       204   204   204    204
GET    /tokens                                                    401    200    200   200       200   200   200    200
POST   /tokens name=New scopes=[read]                             401    201    201   201       201   201   201    201
DELETE /tokens/{token}                                            401    404    204   404       404   404   404    404
GET    /invites                                                   401    200    200   200       200   200   200    200
POST   /invites max_uses=3                                        401    403    403   403       201   403   403    403
POST   /invites role=moderator                                    401    403    403   403       201   403   403    403
DELETE /invites/{invite}                                          401    404    204   404       404   404   404    404
PUT    /users/me/terms version=one                                401    409    409   409       409   409   409    409

POST   /posts title=A content=B                                   401    201    201   201       201   403   201    403
POST   /posts title=A content=B published=false                   401    201    201   201       201   403   201    201
PUT    /posts/{post} title=New                                    401    403    200   403       200   403   200    200
PATCH  /posts/{post} title=New                                    401    403    200   403       200   403   200    200
PATCH  /posts/{post} pinned=author                                401    403    200   403       200   403   200    200
PATCH  /posts/{post} pinned=site                                  401    403    403   403       200   403   200    403
PATCH  /posts/{draft} title=New                                   401    404    200   403       200   404   200    404
PATCH  /posts/{removed} title=New                                 401    404    404   403       200   404   200    404
PATCH  /posts/{admin_post} title=New                              401    403    403   403       200   403   403    403
GET    /posts/{post}/revisions                                    401    404    200   200       200   404   200    200
GET    /posts/{removed}/revisions                                 401    404    404   200       200   404   200    404
GET    /posts/{post}/revisions/1                                  401    404    200   200       200   404   200    200
GET    /posts/{draft}/revisions/1                                 401    404    200   200       200   404   200    404
GET    /posts/{post}/revisions/1/changes                          401    404    200   200       200   404   200    200
GET    /posts/{draft}/revisions/1/changes                         401    404    200   200       200   404   200    404
PATCH  /posts/{post}/revisions/1 note=New                         401    404    200   403       200   404   200    200
PATCH  /posts/{draft}/revisions/1 note=New                        401    404    200   403       200   404   200    404
GET    /posts/{post}/draft                                        401    404    200   200       200   404   200    200
GET    /posts/{draft}/draft                                       401    404    200   200       200   404   200    404
GET    /posts/{removed}/draft                                     401    404    404   200       200   404   200    404
GET    /posts/{trashed}/draft                                     401    404    200   404       404   404   404    404
PUT    /posts/{post}/draft title=New                              401    404    200   403       200   404   200    200
PATCH  /posts/{post}/draft title=New                              401    404    200   403       200   404   200    200
PATCH  /posts/{draft}/draft title=New                             401    404    200   403       200   404   200    404
PATCH  /posts/{removed}/draft title=New                           401    404    404   403       200   404   200    404
PATCH  /posts/{trashed}/draft title=New                           401    404    409   404       404   404   404    404
PATCH  /posts/{admin_post}/draft title=New                        401    404    404   403       200   404   403    403
POST   /posts/{post}/draft revision=1                             401    404    201   403       201   404   201    201
DELETE /posts/{post}/draft                                        401    404    204   403       204   404   204    204
DELETE /posts/{draft}/draft                                       401    404    204   403       204   404   204    404
GET    /posts/{opened}/draft/editor                               401    404    200   200       200   404   200    200
PUT    /posts/{post}/draft/editor take_over=false                 401    404    200   403       200   404   200    200
PUT    /posts/{opened}/draft/editor take_over=false               401    404    200   403       409   404   409    409
PUT    /posts/{trashed}/draft/editor take_over=false              401    404    409   404       404   404   404    404
DELETE /posts/{post}/draft/editor                                 401    404    204   403       204   404   204    204
DELETE /posts/{opened}/draft/editor                               401    404    204   403       409   404   409    409
GET    /posts/{reviewed}/review                                   401    404    200   200       200   404   200    404
GET    /posts/{draft}/review                                      401    404    404   404       404   404   404    404
PUT    /posts/{draft}/review state=requested                      401    404    200   403       200   404   200    404
PUT    /posts/{post}/review state=requested                       401    404    409   403       409   404   409    409
PUT    /posts/{reviewed}/review state=approved                    401    404    403   403       200   404   200    404
PUT    /posts/{draft}/review state=approved                       401    404    403   403       409   404   409    404
GET    /posts/{post}/previews                                     401    404    200   403       200   404   200    200
GET    /posts/{draft}/previews                                    401    404    200   403       200   404   200    404
GET    /posts/{removed}/previews                                  401    404    404   403       200   404   200    404
POST   /posts/{post}/previews expires_in=1m                       401    404    201   403       201   404   201    201
POST   /posts/{draft}/previews expires_in=1m                      401    404    201   403       201   404   201    404
POST   /posts/{removed}/previews expires_in=1m                    401    404    404   403       201   404   201    404
POST   /posts/{trashed}/previews expires_in=1m                    401    404    409   404       404   404   404    404
POST   /posts/{admin_post}/previews expires_in=1m                 401    404    404   403       201   404   403    403
DELETE /posts/{previewed}/previews/{previewed}                    401    404    204   403       204   404   204    404
GET    /previews/{preview_token}                                  200    200    200   200       200   200   200    200
GET    /previews/unknown                                          404    404    404   404       404   404   404    404
GET    /admin/posts?review=requested                              401    403    403   200       200   403   200    403
GET    /users/{owner}/posts?review=requested                      200    200    200   200       200   200   200    200
DELETE /posts/{post}                                              401    403    204   204       204   403   403    403
DELETE /posts/{draft}                                             401    404    204   204       204   404   403    404
DELETE /posts/{removed}                                           401    404    404   409       409   404   403    404
PUT    /posts/{draft}/publication time_zone=UTC                   401    404    200   403       200   404   200    404
PUT    /posts/{post}/publication time_zone=UTC                    401    403    200   403       200   403   200    200
PUT    /posts/{removed}/publication time_zone=UTC                 401    404    404   403       200   404   200    404
PUT    /posts/{trashed}/publication time_zone=UTC                 401    404    409   404       404   404   404    404
DELETE /posts/{draft}/publication                                 401    404    204   403       204   404   204    404
DELETE /posts/{post}/publication                                  401    403    204   403       204   403   204    204
DELETE /posts/{removed}/publication                               401    404    404   403       204   404   204    404
DELETE /posts/{post}?purge=true                                   401    403    204   204       204   403   403    403
DELETE /posts/{removed}?purge=true                                401    404    404   204       204   404   403    404
DELETE /posts/{trashed}                                           401    404    204   404       404   404   404    404
DELETE /posts/{trashed}?purge=true                                401    404    204   404       404   404   404    404
PATCH  /posts/{trashed} deleted=false                             401    404    200   404       404   404   404    404
PATCH  /posts/{trashed} title=New                                 401    404    409   404       404   404   404    404
GET    /posts/{trashed}                                           404    404    200   404       404   404   404    404
GET    /posts/{trashed}/comments                                  404    404    200   404       404   404   404    404
POST   /votes post_id={trashed} vote_dir=1                        401    404    409   404       404   404   404    403
DELETE /posts/{admin_post}                                        401    403    403   403       204   403   403    403

POST   /votes post_id={post} vote_dir=1                           401    200    200   200       200   200   200    403
POST   /votes post_id={draft} vote_dir=1                          401    404    200   200       200   404   200    403
POST   /votes post_id={removed} vote_dir=1                        401    404    404   200       200   404   200    403
POST   /votes post_id={locked} vote_dir=1                         401    403    403   403       403   403   403    403

POST   /comments post_id={post} content=A                         401    201    201   201       201   201   201    403
POST   /comments post_id={draft} content=A                        401    404    201   201       201   404   201    403
POST   /comments post_id={removed} content=A                      401    404    404   201       201   404   201    403
POST   /comments post_id={locked} content=A                       401    403    403   403       403   403   403    403
PATCH  /comments/{comment} content=New                            401    403    200   403       403   403   403    403
PATCH  /comments/{draft_comment} content=New                      401    404    200   403       403   404   403    403
PATCH  /comments/{removed_comment} content=New                    401    404    404   404       404   404   404    403
DELETE /comments/{comment}                                        401    403    204   204       204   403   403    403
DELETE /comments/{draft_comment}                                  401    404    204   204       204   404   403    404
DELETE /comments/{comment}?purge=true                             401    403    204   204       204   403   403    403
GET    /comments/{trashed_comment}                                404    404    200   404       404   404   404    404
PATCH  /comments/{trashed_comment} deleted=false                  401    404    200   404       404   404   404    403
PATCH  /comments/{trashed_comment} content=New                    401    404    409   404       404   404   404    403
DELETE /comments/{trashed_comment}                                401    404    204   404       404   404   404    404
DELETE /comments/{trashed_comment}?purge=true                     401    404    204   404       404   404   404    404
PATCH  /comments/{trash_of_draft} deleted=false                   401    404    404   404       404   404   404    403
DELETE /comments/{trash_of_draft}?purge=true                      401    404    204   404       404   404   404    404
PATCH  /comments/{removed_in_trash} deleted=false                 401    404    404   404       404   404   404    403
DELETE /comments/{removed_in_trash}?purge=true                    401    404    404   404       404   404   404    404
DELETE /comments/{admin_comment}                                  401    403    403   403       204   403   403    403

POST   /reports target_type=post target_id={post} reason=spam     401    201    409   201       201   201   201    201
POST   /reports target_type=post target_id={draft} reason=spam    401    404    409   201       201   404   201    404
POST   /reports target_type=media target_id={media} reason=spam   401    404    409   201       201   404   201    404
GET    /reports/{own_report}                                      401    404    200   404       404   404   404    404

GET    /admin/reports                                             401    403    403   200       200   200   403    403
GET    /admin/reports/next                                        401    403    403   200       200   200   403    403
GET    /admin/reports/{report}                                    401    403    403   200       200   200   403    403
PATCH  /admin/reports/{report} status=dismissed reason=Because    401    403    403   200       200   200   403    403
GET    /admin/reasons                                             401    403    403   200       200   200   403    403
GET    /admin/reasons/{reason}                                    401    403    403   200       200   200   403    403
POST   /admin/reasons title={tag_name} text=Because               401    403    403   201       201   201   403    403
PATCH  /admin/reasons/{reason} text=Because                       401    403    403   200       200   200   403    403
DELETE /admin/reasons/{reason}                                    401    403    403   204       204   204   403    403
GET    /admin/views                                               401    403    403   200       200   200   200    200
GET    /admin/views/{shared_view}                                 401    403    403   200       200   200   404    404
GET    /admin/views/{admin_view}                                  401    403    403   404       200   404   404    404
POST   /admin/views name={tag_name} list=reports                  401    403    403   201       201   201   403    403
POST   /admin/views name={tag_name} list=posts                    401    403    403   201       201   403   201    403
PATCH  /admin/views/{shared_view} sort=new                        401    403    403   403       200   403   404    404
PATCH  /admin/views/{admin_view} sort=new                         401    403    403   404       200   404   404    404
DELETE /admin/views/{shared_view}                                 401    403    403   403       204   403   404    404
DELETE /admin/views/{admin_view}                                  401    403    403   404       204   404   404    404
GET    /admin/actions                                             401    403    403   200       200   403   403    403
GET    /admin/applications                                        401    403    403   200       200   403   403    403
GET    /admin/applications/{application}                          401    403    403   200       200   403   403    403
POST   /admin/applications/{application}/approval                 401    403    403   201       201   403   403    403
POST   /admin/applications/{application}/rejection reason=Because 401    403    403   201       201   403   403    403
GET    /admin/audit                                               401    403    403   200       200   403   403    403
GET    /admin/audit/verify                                        401    403    403   200       200   403   403    403
GET    /admin/audit/{entry}                                       401    403    403   200       200   403   403    403
GET    /admin/users                                               401    403    403   200       200   403   403    403
GET    /admin/users/{owner}                                       401    403    403   200       200   403   403    403
GET    /admin/users/{owner}/sessions                              401    403    403   200       200   403   403    403
GET    /admin/users/{owner}/timeline                              401    403    403   200       200   403   403    403
GET    /admin/users/{owner}/notes                                 401    403    403   200       200   403   403    403
GET    /admin/users/{noted}/notes/{noted}                         401    403    403   200       200   403   403    403
GET    /admin/users/{other_moderator}/notes                       401    403    403   403       200   403   403    403
POST   /admin/users/{owner}/notes text=New                        401    403    403   201       201   403   403    403
POST   /admin/users/{other_moderator}/notes text=New              401    403    403   403       201   403   403    403
DELETE /admin/users/{noted}/notes/{noted}                         401    403    403   204       204   403   403    403
GET    /admin/users/{owner}/tokens                                401    403    403   200       200   403   403    403
POST   /admin/users/{bot}/tokens name=New scopes=[read]           401    403    403   403       201   403   403    403
POST   /admin/users/{owner}/tokens name=New scopes=[read]         401    403    403   403       409   403   403    403
DELETE /admin/users/{tokened}/tokens/{tokened}                    401    403    403   204       204   403   403    403
POST   /admin/users email={email} password=long-enough-and-rare   401    403    403   403       201   403   403    403
POST   /admin/users/{owner}/exports reason=Because                401    403    403   403       201   403   403    403
GET    /admin/posts                                               401    403    403   200       200   403   200    403
GET    /admin/posts/{draft}                                       401    403    403   200       200   403   200    403
GET    /admin/posts/{post}/ranking                                401    403    403   200       200   403   200    403
GET    /admin/comments                                            401    403    403   200       200   403   403    403
GET    /admin/comments/{comment}                                  401    403    403   200       200   403   403    403
GET    /admin/deletions                                           401    403    403   200       200   403   403    403
GET    /admin/stats                                               401    403    403   200       200   403   403    403
GET    /admin/overview                                            401    403    403   200       200   200   200    200
GET    /admin/permissions                                         401    403    403   403       200   403   403    200
GET    /admin/settings                                            401    403    403   403       200   403   403    403
GET    /admin/roles                                               401    403    403   403       200   403   403    200
GET    /admin/roles/{role}                                        401    403    403   403       200   403   403    200
POST   /admin/roles name={role_name} rank=1 permissions=[reports.handle]
                                                                  401    403    403   403       201   403   403    403
POST   /admin/roles name={role_name} rank=0 permissions=[reports.handle]
                                                                  401    403    403   403       201   403   403    403
POST   /admin/roles name={role_name} rank=0 permissions=[types.manage]
                                                                  401    403    403   403       201   403   403    201
PATCH  /admin/roles/{role} rank=0                                 401    403    403   403       200   403   403    403
DELETE /admin/roles/{role}                                        401    403    403   403       204   403   403    403
DELETE /admin/roles/admin                                         401    403    403   403       409   403   403    409
PATCH  /admin/roles/admin rank=1                                  401    403    403   403       403   403   403    403

POST   /admin/actions action=post.remove target_id={post} reason=Because
                                                                  401    403    403   201       201   403   403    403
POST   /admin/actions action=post.remove target_id={admin_post} reason=Because
                                                                  401    403    403   403       409   403   403    403
POST   /admin/actions action=comment.remove target_id={comment} reason=Because
                                                                  401    403    403   201       201   403   403    403
POST   /admin/actions action=comment.remove target_id={trashed_comment} reason=Because
                                                                  401    403    403   201       201   403   403    403
POST   /admin/actions action=comment.remove target_id={admin_comment} reason=Because
                                                                  401    403    403   403       409   403   403    403
POST   /admin/actions action=media.remove target_id={media} reason=Because
                                                                  401    403    403   201       201   403   403    403
POST   /admin/actions action=media.bar target_id={media} reason=Because
                                                                  401    403    403   201       201   403   403    403
POST   /admin/actions action=user.suspend target_id={other} reason=Because
                                                                  401    403    403   201       201   403   403    403
POST   /admin/actions action=user.suspend target_id={other_moderator} reason=Because
                                                                  401    403    403   403       201   403   403    403
POST   /admin/actions action=user.suspend target_id={other_admin} reason=Because
                                                                  401    403    403   403       403   403   403    403
POST   /admin/actions action=user.set_role role=moderator target_id={other} reason=Because
                                                                  401    403    403   403       201   403   403    403
POST   /admin/actions action=user.reset_password password=long-enough-and-rare target_id={other} reason=Because
                                                                  401    403    403   403       201   403   403    403
POST   /admin/actions action=user.rescue target_id={tokened} reason=Because
                                                                  401    403    403   403       201   403   403    403
POST   /admin/actions action=user.erase target_id={other} reason=Because
                                                                  401    403    403   403       201   403   403    403
POST   /admin/actions action=user.erase target_id={other_admin} reason=Because
                                                                  401    403    403   403       403   403   403    403
GET    /admin/imports                                             401    403    403   200       200   403   403    403
GET    /admin/imports/{import}                                    401    403    403   200       200   403   403    403
GET    /admin/mails                                               401    403    403   403       200   403   403    403
GET    /admin/mails/{mail}                                        401    403    403   403       200   403   403    403
POST   /admin/mails/{mail}/retries                                401    403    403   403       200   403   403    403
GET    /users/me/media                                            401    200    200   200       200   200   200    200
POST   /media file=x                                              401    415    415   415       415   415   415    415
POST   /media/uploads                                             401    412    412   412       412   412   412    412
GET    /media/uploads/{media}                                     401    412    412   412       412   412   412    412
PATCH  /media/uploads/{media} file=x                              401    415    415   415       415   415   415    415
DELETE /media/uploads/{media}                                     401    412    412   412       412   412   412    412
GET    /media/{media}                                             404    404    200   200       200   404   200    404
PATCH  /media/{media} alt=New                                     401    404    200   404       404   404   404    404
DELETE /media/{media}                                             401    404    204   404       404   404   404    404
GET    /media/files/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.jpg          404    404    404   404       404   404   404    404
GET    /media/names/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.jpg          404    404    404   404       404   404   404    404
GET    /admin/media                                               401    403    403   200       200   403   200    403
GET    /admin/media/{media}                                       401    403    403   200       200   403   200    403
GET    /admin/webhooks                                            401    403    403   403       200   403   403    403
GET    /admin/webhooks/{webhook}                                  401    403    403   403       200   403   403    403
GET    /admin/webhooks/{webhook}/deliveries                       401    403    403   403       200   403   403    403
POST   /admin/webhooks url=https://8.8.8.8/hook types=[user.erased]
                                                                  401    403    403   403       201   403   403    403
PATCH  /admin/webhooks/{webhook} types=[user.erased]              401    403    403   403       200   403   403    403
POST   /admin/webhooks/{webhook}/secrets                          401    403    403   403       201   403   403    403
POST   /admin/webhooks/{webhook}/pings                            401    403    403   403       201   403   403    403
POST   /admin/webhooks/deliveries/{delivery}/retries              401    403    403   403       200   403   403    403
DELETE /admin/webhooks/{webhook}                                  401    403    403   403       204   403   403    403
POST   /admin/batches id={uuid} action=post.lock reason=Because targets=[{post}]
                                                                  401    403    403   201       201   403   403    403
GET    /admin/batches                                             401    403    403   200       200   403   403    403
GET    /admin/batches/{batch}                                     401    403    403   200       200   403   403    403
GET    /admin/batches/{batch}/failures                            401    403    403   200       200   403   403    403
POST   /admin/batches/{done_batch}/undo reason=Because            401    403    403   201       201   403   403    403
POST   /admin/batches/{batch}/cancel                              401    403    403   200       200   403   403    403
`

/** Resources that each user has alone. */
const linesOfOwn = ownedResources.map(({ table, written }) => {
  const body = Object.entries(written).map(([name, { kind, example }]) => {
    if (kind === 'integer') return `${name}={${name.replace(/_id$/, '')}}`
    return `${name}=${kind === 'boolean' ? example : 'New'}`
  })
  return `
GET    /${table}                  401 200 200 200 200 200 200 200
POST   /${table} ${body.join(' ')} 401 201 201 201 201 201 201 201
GET    /${table}/{own_${table}}   401 404 200 404 404 404 404 404
PATCH  /${table}/{own_${table}}   401 404 200 404 404 404 404 404
DELETE /${table}/{own_${table}}   401 404 204 404 404 404 404 404`
})

/** The parsed table. */
export const matrix: Line[] = [
  ...[lines, ...linesOfOwn]
    .join('')
    .matchAll(/^(GET|POST|PUT|PATCH|DELETE) +(\S+)(.*?)\s+((?:\d+ +){7}\d+)$/gms),
].map(([, method, path, body, statuses]) => ({
  method,
  path,
  body: Object.fromEntries(
    body
      .split(' ')
      .filter(Boolean)
      .map((member) => member.split('='))
  ),
  expected: expectedOf(statuses.split(/ +/).map(Number)),
}))

function expectedOf(statuses: number[]): Line['expected'] {
  const expected = Object.fromEntries(columns.map((asker, at) => [asker, statuses[at]]))
  return { ...expected, author: expected.member } as Line['expected']
}
