import { shapes } from './shapes.js'

const integer = { type: 'integer' }
const string = { type: 'string' }

const object = (properties: object, required: string[] = []) => ({
  type: 'object',
  properties,
  required,
})
const array = (items: object) => ({ type: 'array', items })

const shownComment = object(shapes.comment.properties)
const summary = { ...shapes.post.properties, my_vote: integer }
const translation = object({ id: integer, language: string, slug: string })
const detail = {
  ...summary,
  data: {},
  translations: array(translation),
  comments: array(shownComment),
}

export const page = {
  querystring: object({ search: string, sort: { type: 'string', enum: ['new', 'top', 'hot'] } }),
  response: { 200: array(object(summary)) },
}

export const post = { params: object({ id: integer }), response: { 200: object(detail) } }

export const vote = {
  body: object({ post_id: integer, vote_dir: { type: 'integer', enum: [-1, 0, 1] } }, [
    'post_id',
    'vote_dir',
  ]),
  response: {
    200: object({
      post_id: integer,
      vote_dir: integer,
      votes_count: integer,
      upvotes: integer,
      downvotes: integer,
    }),
  },
}

export const comment = {
  body: object({ post_id: integer, content: { type: 'string', minLength: 1, maxLength: 10_000 } }, [
    'post_id',
    'content',
  ]),
  response: { 201: shownComment },
}

export const newPost = {
  body: object(
    {
      title: { type: 'string', minLength: 1, maxLength: 200 },
      content: { type: 'string', minLength: 1, maxLength: 50_000 },
      tags: { ...array(string), maxItems: 20, default: [] },
    },
    ['title', 'content']
  ),
  response: { 201: object(detail) },
}
