import { ownedResources } from '#queries/own/owned_resources'

/** The viewers: no token, another user, the owner, and staff. */
export const askers = ['nobody', 'member', 'owner', 'moderator', 'admin', 'watch'] as const
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
                                                              nobody member owner moderator admin watch
GET    /                                                         200    200   200       200   200   200
GET    /health/live                                              200    200   200       200   200   200
GET    /health/ready                                             200    200   200       200   200   200
GET    /metrics                                                  200    200   200       200   200   200
GET    /problems/not_found                                       200    200   200       200   200   200
GET    /openapi.json                                             200    200   200       200   200   200
GET    /openapi.yaml                                             200    200   200       200   200   200
GET    /docs                                                     200    200   200       200   200   200
GET    /docs/plaza.css                                           200    200   200       200   200   200

GET    /posts                                                    200    200   200       200   200   200
GET    /posts/{post}                                             200    200   200       200   200   200
GET    /posts/{draft}                                            404    404   200       200   200   404
GET    /posts/{removed}                                          404    404   404       200   200   404
GET    /posts/changes                                            200    200   200       200   200   200
GET    /posts/slug/{slug}                                        200    200   200       200   200   200
GET    /posts/slug/{unpublished_slug}                            404    404   200       200   200   404
GET    /posts/{post}/comments                                    200    200   200       200   200   200
GET    /posts/{draft}/comments                                   404    404   200       200   200   404
GET    /posts/{removed}/comments                                 404    404   404       200   200   404
GET    /tags                                                     200    200   200       200   200   200
GET    /tags/{tag}                                               200    200   200       200   200   200
POST   /tags name={tag_name}                                     401    403   403       403   201   403
PATCH  /tags/{tag} name=New                                      401    403   403       403   200   403
DELETE /tags/{tag}                                               401    403   403       403   204   403
GET    /collections                                              200    200   200       200   200   200
GET    /collections/{collection}                                 200    200   200       200   200   200
GET    /collections/{collection}/posts                           200    200   200       200   200   200
POST   /collections title={tag_name}                             401    403   403       403   201   403
PATCH  /collections/{collection} title=New                       401    403   403       403   200   403
DELETE /collections/{collection}                                 401    403   403       403   204   403
PUT    /collections/{collection}/posts                           401    403   403       403   422   403
GET    /types                                                    200    200   200       200   200   200
GET    /types/{type}                                             200    200   200       200   200   200
PUT    /types/{type} title=New                                   401    403   403       403   200   403
DELETE /types/{type}                                             401    403   403       403   204   403
GET    /posts?tag={tag}                                          200    200   200       200   200   200
GET    /comments/{comment}                                       200    200   200       200   200   200
GET    /comments/{draft_comment}                                 404    404   200       200   200   404
GET    /users?search=al                                          200    200   200       200   200   200
GET    /users/me/posts                                           401    200   200       200   200   200
GET    /users/{owner}                                            200    200   200       200   200   200
GET    /users/{owner}/posts                                      200    200   200       200   200   200
GET    /users/{owner}/comments                                   200    200   200       200   200   200

POST   /users email={email} password=long-enough-and-rare        201    201   201       201   201   201
POST   /login username={owner} password=wrong-but-long           401    401   401       401   401   401
POST   /token/refresh refresh_token=1.1.AAAA                     401    401   401       401   401   401

GET    /users/me                                                 401    200   200       200   200   200
GET    /users/me/sanctions                                       401    200   200       200   200   200
GET    /users/me/votes                                           401    200   200       200   200   200
GET    /users/me/trash                                           401    200   200       200   200   200
DELETE /users/me/trash                                           401    204   204       204   204   204
PATCH  /users/me bio=New                                         401    200   200       200   200   200
PUT    /users/me/password current_password=x new_password=long-enough-and-rare
                                                                 401    422   422       422   422   422
DELETE /users/me password=wrong                                  401    422   422       422   422   422
GET    /sessions                                                 401    200   200       200   200   200
DELETE /sessions/{session}                                       401    404   204       404   404   404
POST   /logout                                                   401    204   204       204   204   204

POST   /posts title=A content=B                                  401    201   201       201   201   403
PUT    /posts/{post} title=New                                   401    403   200       403   200   403
PATCH  /posts/{post} title=New                                   401    403   200       403   200   403
PATCH  /posts/{post} pinned=author                               401    403   200       403   200   403
PATCH  /posts/{post} pinned=site                                 401    403   403       403   200   403
PATCH  /posts/{draft} title=New                                  401    404   200       403   200   404
PATCH  /posts/{removed} title=New                                401    404   404       403   200   404
PATCH  /posts/{admin_post} title=New                             401    403   403       403   200   403
GET    /posts/{post}/revisions                                   401    404   200       200   200   404
GET    /posts/{removed}/revisions                                401    404   404       200   200   404
GET    /posts/{post}/revisions/1                                 401    404   200       200   200   404
GET    /posts/{draft}/revisions/1                                401    404   200       200   200   404
GET    /posts/{post}/revisions/1/changes                         401    404   200       200   200   404
GET    /posts/{draft}/revisions/1/changes                        401    404   200       200   200   404
PATCH  /posts/{post}/revisions/1 note=New                        401    404   200       403   200   404
PATCH  /posts/{draft}/revisions/1 note=New                       401    404   200       403   200   404
GET    /posts/{post}/draft                                       401    404   200       200   200   404
GET    /posts/{draft}/draft                                      401    404   200       200   200   404
GET    /posts/{removed}/draft                                    401    404   404       200   200   404
GET    /posts/{trashed}/draft                                    401    404   200       404   404   404
PUT    /posts/{post}/draft title=New                             401    404   200       403   200   404
PATCH  /posts/{post}/draft title=New                             401    404   200       403   200   404
PATCH  /posts/{draft}/draft title=New                            401    404   200       403   200   404
PATCH  /posts/{removed}/draft title=New                          401    404   404       403   200   404
PATCH  /posts/{trashed}/draft title=New                          401    404   409       404   404   404
PATCH  /posts/{admin_post}/draft title=New                       401    404   404       403   200   404
POST   /posts/{post}/draft revision=1                            401    404   201       403   201   404
DELETE /posts/{post}/draft                                       401    404   204       403   204   404
DELETE /posts/{draft}/draft                                      401    404   204       403   204   404
GET    /posts/{opened}/draft/editor                              401    404   200       200   200   404
PUT    /posts/{post}/draft/editor take_over=false                401    404   200       403   200   404
PUT    /posts/{opened}/draft/editor take_over=false              401    404   200       403   409   404
PUT    /posts/{trashed}/draft/editor take_over=false             401    404   409       404   404   404
DELETE /posts/{post}/draft/editor                                401    404   204       403   204   404
DELETE /posts/{opened}/draft/editor                              401    404   204       403   409   404
GET    /posts/{reviewed}/review                                  401    404   200       200   200   404
GET    /posts/{draft}/review                                     401    404   404       404   404   404
PUT    /posts/{draft}/review state=requested                     401    404   200       403   200   404
PUT    /posts/{post}/review state=requested                      401    404   409       403   409   404
PUT    /posts/{reviewed}/review state=approved                   401    404   403       403   200   404
PUT    /posts/{draft}/review state=approved                      401    404   403       403   409   404
GET    /posts/{post}/previews                                    401    404   200       403   200   404
GET    /posts/{draft}/previews                                   401    404   200       403   200   404
GET    /posts/{removed}/previews                                 401    404   404       403   200   404
POST   /posts/{post}/previews expires_in=1m                      401    404   201       403   201   404
POST   /posts/{draft}/previews expires_in=1m                     401    404   201       403   201   404
POST   /posts/{removed}/previews expires_in=1m                   401    404   404       403   201   404
POST   /posts/{trashed}/previews expires_in=1m                   401    404   409       404   404   404
POST   /posts/{admin_post}/previews expires_in=1m                401    404   404       403   201   404
DELETE /posts/{previewed}/previews/{previewed}                   401    404   204       403   204   404
GET    /previews/{preview_token}                                 200    200   200       200   200   200
GET    /previews/unknown                                         404    404   404       404   404   404
GET    /admin/posts?review=requested                             401    403   403       200   200   403
GET    /users/{owner}/posts?review=requested                     200    200   200       200   200   200
DELETE /posts/{post}                                             401    403   204       204   204   403
DELETE /posts/{draft}                                            401    404   204       204   204   404
DELETE /posts/{removed}                                          401    404   404       409   409   404
PUT    /posts/{draft}/publication time_zone=UTC                  401    404   200       403   200   404
PUT    /posts/{post}/publication time_zone=UTC                   401    403   200       403   200   403
PUT    /posts/{removed}/publication time_zone=UTC                401    404   404       403   200   404
PUT    /posts/{trashed}/publication time_zone=UTC                401    404   409       404   404   404
DELETE /posts/{draft}/publication                                401    404   204       403   204   404
DELETE /posts/{post}/publication                                 401    403   204       403   204   403
DELETE /posts/{removed}/publication                              401    404   404       403   204   404
DELETE /posts/{post}?purge=true                                  401    403   204       204   204   403
DELETE /posts/{removed}?purge=true                               401    404   404       204   204   404
DELETE /posts/{trashed}                                          401    404   204       404   404   404
DELETE /posts/{trashed}?purge=true                               401    404   204       404   404   404
PATCH  /posts/{trashed} deleted=false                            401    404   200       404   404   404
PATCH  /posts/{trashed} title=New                                401    404   409       404   404   404
GET    /posts/{trashed}                                          404    404   200       404   404   404
GET    /posts/{trashed}/comments                                 404    404   200       404   404   404
POST   /votes post_id={trashed} vote_dir=1                       401    404   409       404   404   404
DELETE /posts/{admin_post}                                       401    403   403       403   204   403

POST   /votes post_id={post} vote_dir=1                          401    200   200       200   200   200
POST   /votes post_id={draft} vote_dir=1                         401    404   200       200   200   404
POST   /votes post_id={removed} vote_dir=1                       401    404   404       200   200   404
POST   /votes post_id={locked} vote_dir=1                        401    403   403       403   403   403

POST   /comments post_id={post} content=A                        401    201   201       201   201   201
POST   /comments post_id={draft} content=A                       401    404   201       201   201   404
POST   /comments post_id={removed} content=A                     401    404   404       201   201   404
POST   /comments post_id={locked} content=A                      401    403   403       403   403   403
PATCH  /comments/{comment} content=New                           401    403   200       403   403   403
PATCH  /comments/{draft_comment} content=New                     401    404   200       403   403   404
PATCH  /comments/{removed_comment} content=New                   401    404   404       404   404   404
DELETE /comments/{comment}                                       401    403   204       204   204   403
DELETE /comments/{draft_comment}                                 401    404   204       204   204   404
DELETE /comments/{admin_comment}                                 401    403   403       403   204   403

POST   /reports target_type=post target_id={post} reason=spam    401    201   409       201   201   201
POST   /reports target_type=post target_id={draft} reason=spam   401    404   409       201   201   404
GET    /reports/{own_report}                                     401    404   200       404   404   404

GET    /admin/reports                                            401    403   403       200   200   200
GET    /admin/reports/next                                       401    403   403       200   200   200
GET    /admin/reports/{report}                                   401    403   403       200   200   200
PATCH  /admin/reports/{report} status=dismissed reason=Because   401    403   403       200   200   200
GET    /admin/actions                                            401    403   403       200   200   403
GET    /admin/audit                                              401    403   403       200   200   403
GET    /admin/audit/verify                                       401    403   403       200   200   403
GET    /admin/audit/{entry}                                      401    403   403       200   200   403
GET    /admin/users                                              401    403   403       200   200   403
GET    /admin/users/{owner}                                      401    403   403       200   200   403
GET    /admin/users/{owner}/sessions                             401    403   403       200   200   403
POST   /admin/users email={email} password=long-enough-and-rare  401    403   403       403   201   403
POST   /admin/users/{owner}/exports reason=Because               401    403   403       403   201   403
GET    /admin/posts                                              401    403   403       200   200   403
GET    /admin/posts/{draft}                                      401    403   403       200   200   403
GET    /admin/posts/{post}/ranking                               401    403   403       200   200   403
GET    /admin/comments                                           401    403   403       200   200   403
GET    /admin/comments/{comment}                                 401    403   403       200   200   403
GET    /admin/deletions                                          401    403   403       200   200   403
GET    /admin/stats                                              401    403   403       200   200   403
GET    /admin/permissions                                        401    403   403       403   200   403
GET    /admin/roles                                              401    403   403       403   200   403
GET    /admin/roles/{role}                                       401    403   403       403   200   403
POST   /admin/roles name={role_name} rank=1 permissions=[reports.handle]
                                                                 401    403   403       403   201   403
PATCH  /admin/roles/{role} rank=0                                401    403   403       403   200   403
DELETE /admin/roles/{role}                                       401    403   403       403   204   403
DELETE /admin/roles/admin                                        401    403   403       403   409   403
PATCH  /admin/roles/admin rank=1                                 401    403   403       403   403   403

POST   /admin/actions action=post.remove target_id={post} reason=Because
                                                                 401    403   403       201   201   403
POST   /admin/actions action=post.remove target_id={admin_post} reason=Because
                                                                 401    403   403       403   409   403
POST   /admin/actions action=comment.remove target_id={comment} reason=Because
                                                                 401    403   403       201   201   403
POST   /admin/actions action=comment.remove target_id={admin_comment} reason=Because
                                                                 401    403   403       403   409   403
POST   /admin/actions action=user.suspend target_id={other} reason=Because
                                                                 401    403   403       201   201   403
POST   /admin/actions action=user.suspend target_id={other_moderator} reason=Because
                                                                 401    403   403       403   201   403
POST   /admin/actions action=user.suspend target_id={other_admin} reason=Because
                                                                 401    403   403       403   403   403
POST   /admin/actions action=user.set_role role=moderator target_id={other} reason=Because
                                                                 401    403   403       403   201   403
POST   /admin/actions action=user.reset_password password=long-enough-and-rare target_id={other} reason=Because
                                                                 401    403   403       403   201   403
POST   /admin/actions action=user.erase target_id={other} reason=Because
                                                                 401    403   403       403   201   403
POST   /admin/actions action=user.erase target_id={other_admin} reason=Because
                                                                 401    403   403       403   403   403
POST   /admin/batches batch_id={uuid} action=post.lock reason=Because targets=[{post}]
                                                                 401    403   403       200   200   403
`

/** Resources that each user has alone. */
const linesOfOwn = ownedResources.map(({ table, written }) => {
  const body = Object.entries(written).map(([name, { kind, example }]) => {
    if (kind === 'integer') return `${name}={${name.replace(/_id$/, '')}}`
    return `${name}=${kind === 'boolean' ? example : 'New'}`
  })
  return `
GET    /${table}                  401    200   200       200   200   200
POST   /${table} ${body.join(' ')} 401    201   201       201   201   201
GET    /${table}/{own_${table}}   401    404   200       404   404   404
PATCH  /${table}/{own_${table}}   401    404   200       404   404   404
DELETE /${table}/{own_${table}}   401    404   204       404   404   404`
})

/** The parsed table. */
export const matrix: Line[] = [
  ...[lines, ...linesOfOwn]
    .join('')
    .matchAll(
      /^(GET|POST|PUT|PATCH|DELETE) +(\S+)(.*?)\s+(\d+) +(\d+) +(\d+) +(\d+) +(\d+) +(\d+)$/gms
    ),
].map(([, method, path, body, ...statuses]) => ({
  method,
  path,
  body: Object.fromEntries(
    body
      .split(' ')
      .filter(Boolean)
      .map((member) => member.split('='))
  ),
  expected: Object.fromEntries(
    askers.map((asker, at) => [asker, Number(statuses[at])])
  ) as Line['expected'],
}))
