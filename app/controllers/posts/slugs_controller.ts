import { fastRead } from '#http/fast_reads'
import { showPostWithSlug } from '#queries/posts/show_post_with_slug'
import { slugInUrlValidator } from '#validators/lists'
import { showPostWithSlugValidator } from '#validators/shows'

export default class PostSlugsController {
  show = fastRead(
    { path: slugInUrlValidator, query: showPostWithSlugValidator },
    ({ path, query }, viewer) => showPostWithSlug(path.slug, viewer, query)
  )
}
