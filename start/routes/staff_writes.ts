import type { HttpContext } from '@adonisjs/core/http'
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'
import { staffWrite } from '#start/routes/groups'
import { actionPermissions, staffPermissions } from '#domain/permissions'

/** Actions that give permissions or take an account. */
const powers = ['user.set_role', 'user.reset_password', 'user.rescue', 'user.link', 'user.erase']

const givesPower = ({ request }: HttpContext) => powers.includes(request.input('action'))

/** Each of these writes is audited; a saved view only if other staff see it. */
router
  .group(() => {
    router
      .patch('/reports/:id', [controllers.admin.Reports, 'update'])
      .as('reports.update')
      // `next` is read-only: 405.
      .where('id', /^(?!next$)/)
      .use(staffWrite('reports.handle'))
    // An application is decided once, so these need no idempotency key.
    router
      .post('/applications/:id/approval', [controllers.admin.applications.Approvals, 'store'])
      .as('applications.approvals.store')
      .use(staffWrite('applications.handle'))
    router
      .post('/applications/:id/rejection', [controllers.admin.applications.Rejections, 'store'])
      .as('applications.rejections.store')
      .use(staffWrite('applications.handle'))
    // A batch acts on each target once, so it needs no idempotency key.
    router
      .post('/batches', [controllers.admin.Batches, 'store'])
      .as('batches.store')
      .use(staffWrite(actionPermissions))
    router
      .post('/batches/:id/undo', [controllers.admin.batches.Undos, 'store'])
      .as('batches.undos.store')
      .use(staffWrite(actionPermissions))
    router
      .post('/batches/:id/cancel', [controllers.admin.batches.Cancellations, 'store'])
      .as('batches.cancellations.store')
      .use(staffWrite(actionPermissions))
    // A waiting mail is not queued again, so this needs no idempotency key.
    router
      .post('/mails/:id/retries', [controllers.admin.mails.Retries, 'store'])
      .as('mails.retries.store')
      .use(staffWrite('mails.manage'))
    // A second ping does no harm, so this needs no idempotency key.
    router
      .post('/webhooks/:id/pings', [controllers.admin.webhooks.Pings, 'store'])
      .as('webhooks.pings.store')
      .use(staffWrite('webhooks.manage'))
    // A delivery that waits is not queued again, so this needs no idempotency key.
    router
      .post('/webhooks/deliveries/:id/retries', [
        controllers.admin.webhooks.deliveries.Retries,
        'store',
      ])
      .as('webhooks.deliveries.retries.store')
      .use(staffWrite('webhooks.manage'))
    router
      .patch('/webhooks/:id', [controllers.admin.Webhooks, 'update'])
      .as('webhooks.update')
      .use([...staffWrite('webhooks.manage'), middleware.stepUp()])
    router
      .delete('/webhooks/:id', [controllers.admin.Webhooks, 'destroy'])
      .as('webhooks.destroy')
      .use([...staffWrite('webhooks.manage'), middleware.stepUp()])
    router
      .post('/users/:user/exports', [controllers.admin.users.Exports, 'store'])
      .as('users.exports.store')
      .use([...staffWrite('users.manage'), middleware.stepUp()])
    router
      .delete('/users/:user/tokens/:id', [controllers.admin.users.Tokens, 'destroy'])
      .as('users.tokens.destroy')
      .use(staffWrite('users.sanction'))
    router
      .delete('/users/:user/notes/:id', [controllers.admin.users.Notes, 'destroy'])
      .as('users.notes.destroy')
      .use(staffWrite('users.sanction'))
    router
      .patch('/reasons/:id', [controllers.admin.Reasons, 'update'])
      .as('reasons.update')
      .use(staffWrite('reports.handle'))
    router
      .delete('/reasons/:id', [controllers.admin.Reasons, 'destroy'])
      .as('reasons.destroy')
      .use(staffWrite('reports.handle'))
    router
      .patch('/views/:id', [controllers.admin.Views, 'update'])
      .as('views.update')
      .use(staffWrite(staffPermissions))
    router
      .delete('/views/:id', [controllers.admin.Views, 'destroy'])
      .as('views.destroy')
      .use(staffWrite(staffPermissions))
    router
      .patch('/roles/:role', [controllers.admin.Roles, 'update'])
      .as('roles.update')
      .use([...staffWrite('roles.manage'), middleware.stepUp()])
    router
      .delete('/roles/:role', [controllers.admin.Roles, 'destroy'])
      .as('roles.destroy')
      .use([...staffWrite('roles.manage'), middleware.stepUp()])

    router
      .post('/actions', [controllers.admin.Actions, 'store'])
      .as('actions.store')
      .use([
        ...staffWrite(actionPermissions),
        middleware.stepUp(givesPower),
        middleware.idempotency(),
      ])
    router
      .post('/users', [controllers.admin.Users, 'store'])
      .as('users.store')
      .use([...staffWrite('users.manage'), middleware.stepUp(), middleware.idempotency()])
    router
      .post('/users/:user/tokens', [controllers.admin.users.Tokens, 'store'])
      .as('users.tokens.store')
      .use([...staffWrite('users.manage'), middleware.stepUp(), middleware.idempotency()])
    router
      .post('/users/:user/notes', [controllers.admin.users.Notes, 'store'])
      .as('users.notes.store')
      .use([...staffWrite('users.sanction'), middleware.idempotency()])
    router
      .post('/webhooks', [controllers.admin.Webhooks, 'store'])
      .as('webhooks.store')
      .use([...staffWrite('webhooks.manage'), middleware.stepUp(), middleware.idempotency()])
    router
      .post('/webhooks/:id/secrets', [controllers.admin.webhooks.Secrets, 'store'])
      .as('webhooks.secrets.store')
      .use([...staffWrite('webhooks.manage'), middleware.stepUp(), middleware.idempotency()])
    router
      .post('/reasons', [controllers.admin.Reasons, 'store'])
      .as('reasons.store')
      .use([...staffWrite('reports.handle'), middleware.idempotency()])
    router
      .post('/views', [controllers.admin.Views, 'store'])
      .as('views.store')
      .use([...staffWrite(staffPermissions), middleware.idempotency()])
    router
      .post('/roles', [controllers.admin.Roles, 'store'])
      .as('roles.store')
      .use([...staffWrite('roles.manage'), middleware.stepUp(), middleware.idempotency()])
  })
  .prefix('/admin')
  .as('admin')
  .use([middleware.writable(), middleware.auth(), middleware.noStore()])
