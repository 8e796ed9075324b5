import { created, nothing, pageOf, resource, takes, type Area } from '#openapi/operation'
import {
  deleteTypeValidator,
  forceTypeValidator,
  listTypesValidator,
  saveTypeValidator,
  showTypeValidator,
  typeInUrlValidator,
} from '#validators/types'

export const types: Area = {
  tag: 'Types',
  description: 'Kinds of posts, each with its own members in `data`. `post` always exists.',
  operations: {
    'types.index': {
      summary: 'List types',
      description: 'By name.',
      viewer: true,
      query: listTypesValidator,
      problems: ['unauthenticated'],
      answers: { 200: pageOf('Type') },
    },
    'types.show': {
      summary: 'Read a type',
      viewer: true,
      path: typeInUrlValidator,
      query: showTypeValidator,
      problems: ['unauthenticated'],
      answers: { 200: resource('Type') },
    },
    'types.update': {
      summary: 'Make or change a type',
      description:
        'Makes the type if none has this name; `title` is required then. `schema` is JSON Schema 2020-12 up to 32 KB and 6 levels; `$ref` leads to places inside it, and patterns are those of RE2. A schema that published or scheduled posts break is refused; with more than 1000 posts, a job checks them (202).',
      path: typeInUrlValidator,
      query: forceTypeValidator,
      parameters: {
        force: '`true` keeps a schema that present posts break. `checked` lists them.',
      },
      body: takes(saveTypeValidator, {
        title: 'Event',
        schema: {
          type: 'object',
          required: ['place'],
          properties: { place: { type: 'string', maxLength: 100 } },
        },
        filterable: ['place'],
      }),
      problems: ['conflict', 'schema_breaks_posts', 'silenced'],
      answers: {
        200: resource('Type'),
        201: created('Type', ['ETag']),
        202: { ...resource('Type'), description: 'A job checks the posts first: see `checked`' },
      },
    },
    'types.destroy': {
      summary: 'Delete a type',
      description: 'One with posts stays, and so does `post`.',
      path: typeInUrlValidator,
      query: deleteTypeValidator,
      problems: ['conflict', 'silenced'],
      answers: { 204: nothing },
    },
  },
}
