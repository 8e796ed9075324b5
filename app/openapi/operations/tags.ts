import { created, nothing, pageOf, plain, resource, takes, type Area } from '#openapi/operation'
import {
  createTagValidator,
  deleteTagValidator,
  listTagsValidator,
  showTagValidator,
  tagInUrlValidator,
  updateTagValidator,
} from '#validators/tags'

export const tags: Area = {
  tag: 'Tags',
  description: 'Words by which posts are found. With `TAGS=open` a post makes its new ones.',
  operations: {
    'tags.index': {
      summary: 'List tags',
      description: 'Those of posts that everybody sees, and those that staff made.',
      viewer: true,
      query: listTagsValidator,
      parameters: {
        search: 'The beginning of a name.',
        sort: 'The order: by `name` (the default), or `popular` ones first.',
      },
      problems: ['unauthenticated'],
      answers: { 200: pageOf('Tag') },
    },
    'tags.show': {
      summary: 'Read a tag',
      description: 'A joined or renamed tag leads to its successor.',
      viewer: true,
      path: tagInUrlValidator,
      query: showTagValidator,
      problems: ['unauthenticated'],
      answers: {
        200: resource('Tag'),
        308: { description: 'It has become another one', headers: ['Location'] },
      },
    },
    'tags.store': {
      summary: 'Make a tag',
      description: 'Its `slug` is made of the name unless it is given.',
      body: takes(createTagValidator, { name: 'City Life' }),
      problems: ['conflict', 'silenced'],
      answers: { 200: plain('Tag'), 201: created('Tag', ['ETag']) },
    },
    'tags.update': {
      summary: 'Change a tag',
      description:
        'With another `slug` the old one leads to the new, and a job changes the posts within seconds.',
      path: tagInUrlValidator,
      body: takes(updateTagValidator, { description: 'What happens between houses.' }),
      problems: ['conflict', 'silenced'],
      answers: { 200: resource('Tag') },
    },
    'tags.destroy': {
      summary: 'Delete a tag, or join it to another',
      description:
        'A job takes it off its posts. With `into` they get the other tag, and the old slug leads there.',
      path: tagInUrlValidator,
      query: deleteTagValidator,
      parameters: { into: 'The slug of the tag that its posts get.' },
      problems: ['silenced'],
      answers: { 204: nothing },
    },
  },
}
