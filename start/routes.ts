import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'
import { ownRoutes } from '#start/own_routes'
import { actionPermissions, type Permission } from '#domain/permissions'

router.get('/', [controllers.Home, 'show']).as('home.show')

router.get('/health/live', [controllers.Health, 'live']).as('health.live')
router.get('/health/ready', [controllers.Health, 'ready']).as('health.ready')
router.get('/metrics', [controllers.Metrics, 'show']).as('metrics.show')

router.get('/problems/:code', [controllers.Problems, 'show']).as('problems.show')

router.get('/openapi.json', [controllers.Documents, 'json']).as('documents.json')
router.get('/openapi.yaml', [controllers.Documents, 'yaml']).as('documents.yaml')
router.get('/docs', [controllers.Documents, 'page']).as('documents.page')
router.get('/docs/:file', [controllers.Documents, 'asset']).as('documents.asset')

/** Open reads. A token adds the viewer's own data. Fast ones depend on URL and viewer alone. */
router.get('/posts', [controllers.Posts, 'index']).as('posts.index').fast()
router.get('/posts/changes', [controllers.posts.Changes, 'index']).as('posts.changes.index').fast()
router.get('/posts/slug/:slug', [controllers.posts.Slugs, 'show']).as('posts.slugs.show').fast()
router.get('/posts/:id', [controllers.Posts, 'show']).as('posts.show').fast()
router
  .get('/posts/:id/comments', [controllers.posts.Comments, 'index'])
  .as('posts.comments.index')
  .fast()
router.get('/tags', [controllers.Tags, 'index']).as('tags.index').fast()
router.get('/tags/:tag', [controllers.Tags, 'show']).as('tags.show')
router.get('/collections', [controllers.Collections, 'index']).as('collections.index')
router.get('/collections/:collection', [controllers.Collections, 'show']).as('collections.show')
router
  .get('/collections/:collection/posts', [controllers.collections.Posts, 'index'])
  .as('collections.posts.index')
router.get('/types', [controllers.Types, 'index']).as('types.index')
router.get('/types/:type', [controllers.Types, 'show']).as('types.show')
router
  .get('/previews/:token', [controllers.Previews, 'show'])
  .as('previews.show')
  .use(middleware.noStore())
router.get('/comments/:id', [controllers.Comments, 'show']).as('comments.show').fast()

/** The only writes without a session. */
router
  .post('/users', [controllers.Users, 'store'])
  .as('users.store')
  .use([middleware.writable(), middleware.body(), middleware.idempotency()])
router
  .post('/login', [controllers.Login, 'store'])
  .as('login.store')
  .use([middleware.writable(), middleware.body({ form: true })])
router
  .post('/token/refresh', [controllers.Tokens, 'refresh'])
  .as('tokens.refresh')
  .use([middleware.writable(), middleware.body({ form: true })])

/** Reads that need a session. */
router
  .group(() => {
    router.get('/users/me', [controllers.Me, 'show']).as('me.show')
    router.get('/users/me/sanctions', [controllers.Sanctions, 'index']).as('sanctions.index')
    router.get('/users/me/votes', [controllers.Votes, 'index']).as('votes.index')
    router.get('/users/me/trash', [controllers.Trash, 'index']).as('trash.index')
    router.get('/sessions', [controllers.Sessions, 'index']).as('sessions.index')
    router.get('/reports/:id', [controllers.Reports, 'show']).as('reports.show')
  })
  .use(middleware.auth())

/** For the author of a post and its editors. */
router
  .group(() => {
    router
      .get('/posts/:id/draft', [controllers.posts.Drafts, 'show'])
      .as('posts.drafts.show')
      .use(middleware.noStore())
    router
      .get('/posts/:id/draft/editor', [controllers.posts.drafts.Editors, 'show'])
      .as('posts.drafts.editors.show')
      .use(middleware.noStore())
    router
      .get('/posts/:id/review', [controllers.posts.Reviews, 'show'])
      .as('posts.reviews.show')
      .use(middleware.noStore())
    router
      .get('/posts/:id/previews', [controllers.posts.Previews, 'index'])
      .as('posts.previews.index')
      .use(middleware.noStore())
    router
      .get('/posts/:id/revisions', [controllers.posts.Revisions, 'index'])
      .as('posts.revisions.index')
    router
      .get('/posts/:id/revisions/:number', [controllers.posts.Revisions, 'show'])
      .as('posts.revisions.show')
    router
      .get('/posts/:id/revisions/:number/changes', [controllers.posts.revisions.Changes, 'index'])
      .as('posts.revisions.changes.index')
  })
  .use(middleware.auth())

router.get('/users', [controllers.Users, 'index']).as('users.index').fast()
router.get('/users/:user', [controllers.Users, 'show']).as('users.show')
router.get('/users/:user/posts', [controllers.users.Posts, 'index']).as('users.posts.index').fast()
router
  .get('/users/:user/comments', [controllers.users.Comments, 'index'])
  .as('users.comments.index')
  .fast()

/** Ending a session is never rate-limited, and works in read-only mode. */
router
  .group(() => {
    router.post('/logout', [controllers.Logout, 'store']).as('logout.store')
    router.delete('/sessions/:id', [controllers.Sessions, 'destroy']).as('sessions.destroy')
  })
  .use([middleware.auth(), middleware.body()])

/** `/posts/changes` is read alone. */
const noChanges = /^(?!changes$)/

/** All other writes need a session and are rate-limited. */
router
  .group(() => {
    router.delete('/users/me', [controllers.Me, 'destroy']).as('me.destroy')
    router.put('/users/me/password', [controllers.Passwords, 'update']).as('passwords.update')
    router
      .delete('/posts/:id', [controllers.Posts, 'destroy'])
      .as('posts.destroy')
      .where('id', noChanges)
    router.delete('/users/me/trash', [controllers.Trash, 'destroy']).as('trash.destroy')
    router
      .delete('/posts/:id/draft', [controllers.posts.Drafts, 'destroy'])
      .as('posts.drafts.destroy')
    router
      .delete('/posts/:id/draft/editor', [controllers.posts.drafts.Editors, 'destroy'])
      .as('posts.drafts.editors.destroy')
    router
      .delete('/posts/:id/previews/:preview', [controllers.posts.Previews, 'destroy'])
      .as('posts.previews.destroy')
    router.delete('/comments/:id', [controllers.Comments, 'destroy']).as('comments.destroy')
    router
      .post('/reports', [controllers.Reports, 'store'])
      .as('reports.store')
      .use(middleware.idempotency())

    /** Writes that other users see; a silenced user can't do them. */
    router
      .group(() => {
        router.patch('/users/me', [controllers.Me, 'update']).as('me.update')
        router
          .put('/posts/:id', [controllers.Posts, 'update'])
          .as('posts.replace')
          .where('id', noChanges)
        router
          .patch('/posts/:id', [controllers.Posts, 'update'])
          .as('posts.update')
          .where('id', noChanges)
        router
          .patch('/posts/:id/revisions/:number', [controllers.posts.Revisions, 'update'])
          .as('posts.revisions.update')
        router
          .put('/posts/:id/draft', [controllers.posts.Drafts, 'update'])
          .as('posts.drafts.replace')
          .use(middleware.noStore())
        router
          .patch('/posts/:id/draft', [controllers.posts.Drafts, 'update'])
          .as('posts.drafts.update')
          .use(middleware.noStore())
        router
          .post('/posts/:id/draft', [controllers.posts.Drafts, 'store'])
          .as('posts.drafts.store')
          .use([middleware.noStore(), middleware.idempotency()])
        router
          .put('/posts/:id/draft/editor', [controllers.posts.drafts.Editors, 'update'])
          .as('posts.drafts.editors.update')
          .use(middleware.noStore())
        router
          .put('/posts/:id/review', [controllers.posts.Reviews, 'update'])
          .as('posts.reviews.update')
          .use(middleware.noStore())
        router
          .post('/posts/:id/previews', [controllers.posts.Previews, 'store'])
          .as('posts.previews.store')
          .use([middleware.noStore(), middleware.idempotency()])
        router
          .put('/posts/:id/publication', [controllers.posts.Publications, 'update'])
          .as('posts.publications.update')
        router
          .delete('/posts/:id/publication', [controllers.posts.Publications, 'destroy'])
          .as('posts.publications.destroy')
        router
          .post('/votes', [controllers.Votes, 'store'])
          .as('votes.store')
          .use(middleware.permission('votes.cast'))
        router
          .patch('/comments/:id', [controllers.Comments, 'update'])
          .as('comments.update')
          .use(middleware.permission('comments.write'))

        router
          .post('/posts', [controllers.Posts, 'store'])
          .as('posts.store')
          .use([middleware.permission(['posts.publish', 'posts.draft']), middleware.idempotency()])
        router
          .post('/comments', [controllers.Comments, 'store'])
          .as('comments.store')
          .use([middleware.permission('comments.write'), middleware.idempotency()])
      })
      .use(middleware.notSilenced())
  })
  .use([middleware.writable(), middleware.auth(), middleware.throttle(), middleware.body()])

/** What each user has alone: list, show, create, update and delete. */
ownRoutes({})

router
  .group(() => {
    router
      .get('/reports', [controllers.admin.Reports, 'index'])
      .as('reports.index')
      .use(middleware.permission('reports.handle'))
    router
      .get('/reports/next', [controllers.admin.NextReports, 'show'])
      .as('reports.next')
      .use(middleware.permission('reports.handle'))
    router
      .get('/reports/:id', [controllers.admin.Reports, 'show'])
      .as('reports.show')
      .use(middleware.permission('reports.handle'))
    router
      .get('/actions', [controllers.admin.Actions, 'index'])
      .as('actions.index')
      .use(middleware.permission(actionPermissions))
    router
      .get('/audit', [controllers.admin.Audit, 'index'])
      .as('audit.index')
      .use(middleware.permission('audit.read'))
    router
      .get('/audit/verify', [controllers.admin.AuditVerdicts, 'show'])
      .as('audit.verify')
      .use(middleware.permission('audit.read'))
    router
      .get('/audit/:id', [controllers.admin.Audit, 'show'])
      .as('audit.show')
      .use(middleware.permission('audit.read'))
    router
      .get('/users', [controllers.admin.Users, 'index'])
      .as('users.index')
      .use(middleware.permission('users.read_private'))
    router
      .get('/users/:user', [controllers.admin.Users, 'show'])
      .as('users.show')
      .use(middleware.permission('users.read_private'))
    router
      .get('/users/:user/sessions', [controllers.admin.users.Sessions, 'index'])
      .as('users.sessions.index')
      .use(middleware.permission('users.read_private'))
    router
      .get('/posts', [controllers.admin.Posts, 'index'])
      .as('posts.index')
      .use(middleware.permission('posts.read_any'))
    router
      .get('/posts/:id', [controllers.admin.Posts, 'show'])
      .as('posts.show')
      .use(middleware.permission('posts.read_any'))
    router
      .get('/posts/:id/ranking', [controllers.admin.posts.Rankings, 'show'])
      .as('posts.rankings.show')
      .use(middleware.permission('posts.read_any'))
    router
      .get('/comments', [controllers.admin.Comments, 'index'])
      .as('comments.index')
      .use(middleware.permission('comments.read_any'))
    router
      .get('/comments/:id', [controllers.admin.Comments, 'show'])
      .as('comments.show')
      .use(middleware.permission('comments.read_any'))
    router
      .get('/deletions', [controllers.admin.Deletions, 'index'])
      .as('deletions.index')
      .use(middleware.permission('stats.read'))
    router
      .get('/stats', [controllers.admin.Stats, 'show'])
      .as('stats.show')
      .use(middleware.permission('stats.read'))
    router
      .get('/permissions', [controllers.admin.Permissions, 'index'])
      .as('permissions.index')
      .use(middleware.permission('roles.manage'))
    router
      .get('/roles', [controllers.admin.Roles, 'index'])
      .as('roles.index')
      .use(middleware.permission('roles.manage'))
    router
      .get('/roles/:role', [controllers.admin.Roles, 'show'])
      .as('roles.show')
      .use(middleware.permission('roles.manage'))
  })
  .prefix('/admin')
  .as('admin')
  .use([middleware.auth(), middleware.noStore()])

const staffWrite = (permission: Permission | readonly Permission[]) => [
  middleware.notSilenced(),
  middleware.permission(permission),
  middleware.throttle(),
  middleware.body(),
]

/** Each of these writes leaves an audit entry. */
router
  .group(() => {
    router
      .post('/tags', [controllers.Tags, 'store'])
      .as('tags.store')
      .use([...staffWrite('tags.manage'), middleware.idempotency()])
    router
      .patch('/tags/:tag', [controllers.Tags, 'update'])
      .as('tags.update')
      .use(staffWrite('tags.manage'))
    router
      .delete('/tags/:tag', [controllers.Tags, 'destroy'])
      .as('tags.destroy')
      .use(staffWrite('tags.manage'))
    router
      .post('/collections', [controllers.Collections, 'store'])
      .as('collections.store')
      .use([...staffWrite('collections.manage'), middleware.idempotency()])
    router
      .patch('/collections/:collection', [controllers.Collections, 'update'])
      .as('collections.update')
      .use(staffWrite('collections.manage'))
    router
      .delete('/collections/:collection', [controllers.Collections, 'destroy'])
      .as('collections.destroy')
      .use(staffWrite('collections.manage'))
    router
      .put('/collections/:collection/posts', [controllers.collections.Posts, 'update'])
      .as('collections.posts.update')
      .use(staffWrite('collections.manage'))
    router
      .put('/types/:type', [controllers.Types, 'update'])
      .as('types.update')
      .use(staffWrite('types.manage'))
    router
      .delete('/types/:type', [controllers.Types, 'destroy'])
      .as('types.destroy')
      .use(staffWrite('types.manage'))
  })
  .use([middleware.writable(), middleware.auth()])

router
  .group(() => {
    router
      .patch('/reports/:id', [controllers.admin.Reports, 'update'])
      .as('reports.update')
      // `next` is read-only: 405.
      .where('id', /^(?!next$)/)
      .use(staffWrite('reports.handle'))
    // A batch acts on each target once, so it needs no idempotency key.
    router
      .post('/batches', [controllers.admin.Batches, 'store'])
      .as('batches.store')
      .use(staffWrite(actionPermissions))
    router
      .post('/users/:user/exports', [controllers.admin.users.Exports, 'store'])
      .as('users.exports.store')
      .use(staffWrite('users.manage'))
    router
      .patch('/roles/:role', [controllers.admin.Roles, 'update'])
      .as('roles.update')
      .use(staffWrite('roles.manage'))
    router
      .delete('/roles/:role', [controllers.admin.Roles, 'destroy'])
      .as('roles.destroy')
      .use(staffWrite('roles.manage'))

    router
      .post('/actions', [controllers.admin.Actions, 'store'])
      .as('actions.store')
      .use([...staffWrite(actionPermissions), middleware.idempotency()])
    router
      .post('/users', [controllers.admin.Users, 'store'])
      .as('users.store')
      .use([...staffWrite('users.manage'), middleware.idempotency()])
    router
      .post('/roles', [controllers.admin.Roles, 'store'])
      .as('roles.store')
      .use([...staffWrite('roles.manage'), middleware.idempotency()])
  })
  .prefix('/admin')
  .as('admin')
  .use([middleware.writable(), middleware.auth(), middleware.noStore()])
