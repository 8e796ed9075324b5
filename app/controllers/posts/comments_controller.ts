import { fastRead } from '#http/fast_reads'
import { commentsOfPost } from '#queries/comments/list_comments'
import { findVisiblePost } from '#queries/posts/find_post'
import { idValidator, listCommentsValidator } from '#validators/lists'

export default class PostCommentsController {
  index = fastRead(
    { path: idValidator, query: listCommentsValidator },
    async ({ path, query }, viewer) => {
      const { id } = await findVisiblePost(path.id, viewer)
      return commentsOfPost(id, query)
    }
  )
}
