import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'
import { actionPermissions, reasonPermissions, staffPermissions } from '#domain/permissions'
import { listPermissions } from '#domain/saved_view'

const batchReaders = listPermissions.batches

router
  .group(() => {
    router
      .get('/reports', [controllers.admin.Reports, 'index'])
      .as('reports.index')
      .use(middleware.permission(listPermissions.reports))
    router
      .get('/reports/next', [controllers.admin.NextReports, 'show'])
      .as('reports.next')
      .use(middleware.permission('reports.handle'))
    router
      .get('/reports/:id', [controllers.admin.Reports, 'show'])
      .as('reports.show')
      .use(middleware.permission('reports.handle'))
    router
      .get('/applications', [controllers.admin.Applications, 'index'])
      .as('applications.index')
      .use(middleware.permission('applications.handle'))
    router
      .get('/applications/:id', [controllers.admin.Applications, 'show'])
      .as('applications.show')
      .use(middleware.permission('applications.handle'))
    router
      .get('/reasons', [controllers.admin.Reasons, 'index'])
      .as('reasons.index')
      .use(middleware.permission(reasonPermissions))
    router
      .get('/reasons/:id', [controllers.admin.Reasons, 'show'])
      .as('reasons.show')
      .use(middleware.permission(reasonPermissions))
    router
      .get('/actions', [controllers.admin.Actions, 'index'])
      .as('actions.index')
      .use(middleware.permission(actionPermissions))
    router
      .get('/batches', [controllers.admin.Batches, 'index'])
      .as('batches.index')
      .use(middleware.permission(batchReaders))
    router
      .get('/batches/:id', [controllers.admin.Batches, 'show'])
      .as('batches.show')
      .use(middleware.permission(batchReaders))
    router
      .get('/batches/:id/failures', [controllers.admin.batches.Failures, 'index'])
      .as('batches.failures.index')
      .use(middleware.permission(batchReaders))
    router
      .get('/views', [controllers.admin.Views, 'index'])
      .as('views.index')
      .use(middleware.permission(staffPermissions))
    router
      .get('/views/:id', [controllers.admin.Views, 'show'])
      .as('views.show')
      .use(middleware.permission(staffPermissions))
    router
      .get('/audit', [controllers.admin.Audit, 'index'])
      .as('audit.index')
      .use(middleware.permission(listPermissions.audit))
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
      .use(middleware.permission(listPermissions.users))
    router
      .get('/users/:user', [controllers.admin.Users, 'show'])
      .as('users.show')
      .use(middleware.permission('users.read_private'))
    router
      .get('/users/:user/sessions', [controllers.admin.users.Sessions, 'index'])
      .as('users.sessions.index')
      .use(middleware.permission('users.read_private'))
    router
      .get('/users/:user/tokens', [controllers.admin.users.Tokens, 'index'])
      .as('users.tokens.index')
      .use(middleware.permission('users.read_private'))
    router
      .get('/users/:user/timeline', [controllers.admin.users.Timelines, 'index'])
      .as('users.timelines.index')
      .use(middleware.permission('users.read_private'))
    router
      .get('/users/:user/notes', [controllers.admin.users.Notes, 'index'])
      .as('users.notes.index')
      .use(middleware.permission('users.read_private'))
    router
      .get('/users/:user/notes/:id', [controllers.admin.users.Notes, 'show'])
      .as('users.notes.show')
      .use(middleware.permission('users.read_private'))
    router
      .get('/posts', [controllers.admin.Posts, 'index'])
      .as('posts.index')
      .use(middleware.permission(listPermissions.posts))
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
      .use(middleware.permission(listPermissions.comments))
    router
      .get('/comments/:id', [controllers.admin.Comments, 'show'])
      .as('comments.show')
      .use(middleware.permission('comments.read_any'))
    router
      .get('/imports', [controllers.admin.Imports, 'index'])
      .as('imports.index')
      .use(middleware.permission('audit.read'))
    router
      .get('/imports/:id', [controllers.admin.Imports, 'show'])
      .as('imports.show')
      .use(middleware.permission('audit.read'))
    router
      .get('/mails', [controllers.admin.Mails, 'index'])
      .as('mails.index')
      .use(middleware.permission(listPermissions.mails))
    router
      .get('/mails/:id', [controllers.admin.Mails, 'show'])
      .as('mails.show')
      .use(middleware.permission('mails.manage'))
    router
      .get('/media', [controllers.admin.Media, 'index'])
      .as('media.index')
      .use(middleware.permission('media.read_any'))
    router
      .get('/media/:id', [controllers.admin.Media, 'show'])
      .as('media.show')
      .use(middleware.permission('media.read_any'))
    router
      .get('/webhooks', [controllers.admin.Webhooks, 'index'])
      .as('webhooks.index')
      .use(middleware.permission('webhooks.manage'))
    router
      .get('/webhooks/:id', [controllers.admin.Webhooks, 'show'])
      .as('webhooks.show')
      .use(middleware.permission('webhooks.manage'))
    router
      .get('/webhooks/:id/deliveries', [controllers.admin.webhooks.Deliveries, 'index'])
      .as('webhooks.deliveries.index')
      .use(middleware.permission('webhooks.manage'))
    router
      .get('/deletions', [controllers.admin.Deletions, 'index'])
      .as('deletions.index')
      .use(middleware.permission('stats.read'))
    router
      .get('/overview', [controllers.admin.Overviews, 'show'])
      .as('overviews.show')
      .use(middleware.permission(staffPermissions))
    router
      .get('/stats', [controllers.admin.Stats, 'show'])
      .as('stats.show')
      .use(middleware.permission('stats.read'))
    router
      .get('/settings', [controllers.admin.Settings, 'index'])
      .as('settings.index')
      .use(middleware.permission('settings.read'))
    router
      .get('/permissions', [controllers.admin.Permissions, 'index'])
      .as('permissions.index')
      .use(middleware.permission('roles.manage'))
    router
      .get('/roles', [controllers.admin.Roles, 'index'])
      .as('roles.index')
      .use(middleware.permission(['roles.manage', 'users.manage']))
    router
      .get('/roles/:role', [controllers.admin.Roles, 'show'])
      .as('roles.show')
      .use(middleware.permission('roles.manage'))
  })
  .prefix('/admin')
  .as('admin')
  .use([middleware.auth(), middleware.noStore()])
