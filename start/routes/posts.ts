import router from '@adonisjs/core/services/router'
import { controllers } from '#generated/controllers'
import { middleware } from '#start/kernel'
import { publicWrites, signedInReads, writes } from '#start/routes/groups'

/** Fast routes depend only on URL and viewer. */
router.get('/posts', [controllers.Posts, 'index']).as('posts.index').fast()
router.get('/posts/changes', [controllers.posts.Changes, 'index']).as('posts.changes.index').fast()
router.get('/posts/slug/:slug', [controllers.posts.Slugs, 'show']).as('posts.slugs.show').fast()
router.get('/posts/:id', [controllers.Posts, 'show']).as('posts.show').fast()
router
  .get('/posts/:id/comments', [controllers.posts.Comments, 'index'])
  .as('posts.comments.index')
  .fast()
router
  .get('/previews/:token', [controllers.Previews, 'show'])
  .as('previews.show')
  .use(middleware.noStore())

/** For the author of a post and its editors. */
signedInReads(() => {
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

/** `/posts/changes` is only read. */
const noChanges = /^(?!changes$)/

/** A personal token with one of these scopes can write working copies, previews and notes of revisions. */
const drafting = ['posts.draft', 'posts.publish', 'posts.edit_any'] as const

writes(() => {
  router
    .delete('/posts/:id', [controllers.Posts, 'destroy'])
    .as('posts.destroy')
    .where('id', noChanges)
    .scopes('posts.publish', 'posts.remove')
  router
    .delete('/posts/:id/draft', [controllers.posts.Drafts, 'destroy'])
    .as('posts.drafts.destroy')
    .scopes(...drafting)
  router
    .delete('/posts/:id/draft/editor', [controllers.posts.drafts.Editors, 'destroy'])
    .as('posts.drafts.editors.destroy')
    .scopes(...drafting)
  router
    .delete('/posts/:id/previews/:preview', [controllers.posts.Previews, 'destroy'])
    .as('posts.previews.destroy')
    .scopes(...drafting)
})

publicWrites(() => {
  router
    .put('/posts/:id', [controllers.Posts, 'update'])
    .as('posts.replace')
    .where('id', noChanges)
    .scopes('posts.publish', 'posts.edit_any')
  router
    .patch('/posts/:id', [controllers.Posts, 'update'])
    .as('posts.update')
    .where('id', noChanges)
    .scopes('posts.publish', 'posts.edit_any')
  router
    .patch('/posts/:id/revisions/:number', [controllers.posts.Revisions, 'update'])
    .as('posts.revisions.update')
    .scopes(...drafting)
  router
    .put('/posts/:id/draft', [controllers.posts.Drafts, 'update'])
    .as('posts.drafts.replace')
    .use(middleware.noStore())
    .scopes(...drafting)
  router
    .patch('/posts/:id/draft', [controllers.posts.Drafts, 'update'])
    .as('posts.drafts.update')
    .use(middleware.noStore())
    .scopes(...drafting)
  router
    .post('/posts/:id/draft', [controllers.posts.Drafts, 'store'])
    .as('posts.drafts.store')
    .use([middleware.noStore(), middleware.idempotency()])
    .scopes(...drafting)
  router
    .put('/posts/:id/draft/editor', [controllers.posts.drafts.Editors, 'update'])
    .as('posts.drafts.editors.update')
    .use(middleware.noStore())
    .scopes(...drafting)
  router
    .put('/posts/:id/review', [controllers.posts.Reviews, 'update'])
    .as('posts.reviews.update')
    .use(middleware.noStore())
    .scopes(...drafting, 'posts.review')
  router
    .post('/posts/:id/previews', [controllers.posts.Previews, 'store'])
    .as('posts.previews.store')
    .use([middleware.noStore(), middleware.idempotency()])
    .scopes(...drafting)
  router
    .put('/posts/:id/publication', [controllers.posts.Publications, 'update'])
    .as('posts.publications.update')
    .scopes('posts.publish', 'posts.edit_any')
  router
    .delete('/posts/:id/publication', [controllers.posts.Publications, 'destroy'])
    .as('posts.publications.destroy')
    .scopes('posts.publish', 'posts.edit_any')
  router
    .post('/posts', [controllers.Posts, 'store'])
    .as('posts.store')
    .use([middleware.permission(['posts.publish', 'posts.draft']), middleware.idempotency()])
})
