import { fastRead } from '#http/fast_reads'
import { showPosts } from '#queries/posts/show_posts'
import { userNamed } from '#queries/users/user_named'
import { listPostsOfUserValidator, userInUrlValidator } from '#validators/lists'

export default class UserPostsController {
  index = fastRead(
    { path: userInUrlValidator, query: listPostsOfUserValidator },
    async ({ path, query }, viewer) => {
      const { id } = await userNamed(path.user, viewer)
      return showPosts({ ...query, author: String(id) }, viewer)
    }
  )
}
