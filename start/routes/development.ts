import config from '@adonisjs/core/services/config'
import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'

/** Only where mails are kept as files. It is not in the OpenAPI document. */
if (config.get('mail.folder') !== undefined) {
  router
    .get('/dev/mail', async (ctx) => new (await controllers.DevMails()).default().index(ctx))
    .as('dev.mails')
}
