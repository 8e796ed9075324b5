import { created, nothing, pageOf, plain, resource, takes, type Area } from '#openapi/operation'
import {
  collectionInUrlValidator,
  createCollectionValidator,
  listCollectionPostsValidator,
  listCollectionsValidator,
  orderCollectionValidator,
  showCollectionValidator,
  staffWriteValidator,
  updateCollectionValidator,
} from '#validators/collections'

export const collections: Area = {
  tag: 'Collections',
  description: 'Lists of posts in an order by hand: a front page, a series, a menu.',
  operations: {
    'collections.index': {
      summary: 'List collections',
      description: 'By slug.',
      query: listCollectionsValidator,
      answers: { 200: pageOf('Collection') },
    },
    'collections.show': {
      summary: 'Read a collection',
      description: '`/collections/{slug}/posts` lists its posts.',
      path: collectionInUrlValidator,
      query: showCollectionValidator,
      answers: { 200: resource('Collection') },
    },
    'collections.posts.index': {
      summary: 'List the posts of a collection',
      description: 'In its order. A post that is not public is left out.',
      viewer: true,
      path: collectionInUrlValidator,
      query: listCollectionPostsValidator,
      problems: ['unauthenticated'],
      answers: { 200: pageOf('Post') },
    },
    'collections.store': {
      summary: 'Make a collection',
      description: 'Its `slug` is made of the title unless it is given.',
      body: takes(createCollectionValidator, { title: 'Front page' }),
      problems: ['conflict', 'silenced'],
      answers: { 200: plain('Collection'), 201: created('Collection', ['ETag']) },
    },
    'collections.update': {
      summary: 'Change a collection',
      description: 'Changes the fields that it names.',
      path: collectionInUrlValidator,
      body: takes(updateCollectionValidator, { description: 'What visitors see first.' }),
      problems: ['conflict', 'silenced'],
      answers: { 200: resource('Collection') },
    },
    'collections.posts.update': {
      summary: 'Choose and order the posts of a collection',
      description:
        'The ids replace the present ones. Send the `ETag` of the collection in `If-Match`, so that no editor overwrites the order of another.',
      path: collectionInUrlValidator,
      query: staffWriteValidator,
      body: takes(orderCollectionValidator, [42, 7]),
      problems: ['conflict', 'silenced'],
      answers: { 200: resource('Collection') },
    },
    'collections.destroy': {
      summary: 'Delete a collection',
      description: 'Its posts stay.',
      path: collectionInUrlValidator,
      query: staffWriteValidator,
      problems: ['silenced'],
      answers: { 204: nothing },
    },
  },
}
