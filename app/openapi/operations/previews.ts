import { created, listOf, nothing, resource, takes, type Area } from '#openapi/operation'
import { preview } from '#resources/preview'
import { idValidator } from '#validators/lists'
import {
  createPreviewValidator,
  listPreviewsValidator,
  previewInUrlValidator,
  showPreviewValidator,
  tokenInUrlValidator,
} from '#validators/previews'

const { PostPreview } = preview.views

export const previews: Area = {
  tag: 'Previews',
  description:
    'Links that show the next version of a post to readers without an account. Users who may edit the post make and delete them.',
  operations: {
    'posts.previews.index': {
      summary: 'List the previews of a post',
      description: 'Newest first, without their tokens and without expired ones.',
      path: idValidator,
      query: listPreviewsValidator,
      problems: ['forbidden'],
      answers: { 200: listOf(PostPreview) },
    },
    'posts.previews.store': {
      summary: 'Make a preview of a post',
      description:
        'It shows the working copy as it is then, or one `revision`, until `expires_in` has passed: `1m` to `90d`, by default `7d`. A post has up to 20 previews at a time; one more is 409. Keep the token: no other answer has it.',
      path: idValidator,
      body: takes(createPreviewValidator, { expires_in: '7d' }),
      problems: ['forbidden', 'silenced', 'conflict'],
      answers: { 201: created('NewPostPreview') },
    },
    'posts.previews.destroy': {
      summary: 'Delete a preview',
      description: 'Its link ends at once.',
      path: previewInUrlValidator,
      problems: ['forbidden', 'silenced'],
      answers: { 204: nothing },
    },
    'previews.show': {
      summary: 'Read a preview',
      description:
        'The post with its working copy, or with the revision, laid over it. 404 once it has expired or was deleted, and while its post is in the trash or removed. No cache keeps it (`no-store`), and no search engine lists it (`X-Robots-Tag: noindex`).',
      path: tokenInUrlValidator,
      query: showPreviewValidator,
      answers: { 200: resource('PostDetail') },
    },
  },
}
