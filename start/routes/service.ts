import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'

router.get('/', [controllers.Home, 'show']).as('home.show')
router.get('/instance', [controllers.Instances, 'show']).as('instances.show').fast()

router.get('/health/live', [controllers.Health, 'live']).as('health.live')
router.get('/health/ready', [controllers.Health, 'ready']).as('health.ready')
router.get('/metrics', [controllers.Metrics, 'show']).as('metrics.show')

router.get('/problems/:code', [controllers.Problems, 'show']).as('problems.show')

router.get('/openapi.json', [controllers.Documents, 'json']).as('documents.json')
router.get('/openapi.yaml', [controllers.Documents, 'yaml']).as('documents.yaml')
router.get('/docs', [controllers.Documents, 'page']).as('documents.page')
router.get('/docs/:file', [controllers.Documents, 'asset']).as('documents.asset')

router.get('/studio', [controllers.Studio, 'page']).as('studio.page')
router.get('/studio/assets/:file', [controllers.Studio, 'asset']).as('studio.asset')
/** The script of the page reads the rest of the path. */
router
  .get('/studio/*', async (ctx) => new (await controllers.Studio()).default().page(ctx))
  .as('studio.pages')
