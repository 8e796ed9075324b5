import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'

router.get('/feed.json', [controllers.Feeds, 'json']).as('feeds.json').fast()
router.get('/feed.atom', [controllers.Feeds, 'atom']).as('feeds.atom').fast()
router.get('/feed.rss', [controllers.Feeds, 'rss']).as('feeds.rss').fast()
router.get('/sitemap.xml', [controllers.Sitemaps, 'show']).as('sitemaps.show').fast()
router.get('/robots.txt', [controllers.Robots, 'show']).as('robots.show').fast()
