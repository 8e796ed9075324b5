import { assetNames } from '#openapi/assets'
import { plain, resource, text, type Area } from '#openapi/operation'
import { problems } from '#exceptions/problems'

export const service: Area = {
  tag: 'Service',
  description: 'The service itself: its name, its health and the documents of its API.',
  operations: {
    'home.show': {
      summary: 'Describe the service',
      description: 'The name, the version, and where this page is.',
      stateless: true,
      answers: { 200: resource('Home') },
    },
    'instances.show': {
      summary: 'Read about the site',
      description: 'Its name, its rules, the way to sign up, and the limits of texts.',
      viewer: true,
      problems: ['unauthenticated'],
      answers: { 200: resource('Instance') },
    },
    'health.live': {
      summary: 'Is the process alive?',
      description: 'For probes: it asks neither the database nor Redis.',
      stateless: true,
      alwaysAnswers: true,
      answers: { 200: plain('Liveness') },
    },
    'health.ready': {
      summary: 'Can it answer requests?',
      description:
        'For load balancers: the database answers and its tables are those of this version.',
      stateless: true,
      alwaysAnswers: true,
      answers: {
        200: plain('Readiness'),
        503: plain('Readiness', ['Retry-After']),
      },
    },
    'metrics.show': {
      summary: 'Measurements for Prometheus',
      description: 'For this machine, and for bearers of `METRICS_TOKEN`.',
      stateless: true,
      alwaysAnswers: true,
      problems: ['forbidden'],
      answers: { 200: text('Prometheus text', ['text/plain']) },
    },
    'problems.show': {
      summary: 'Explain a problem',
      description: 'The page behind the `type` of a problem document.',
      stateless: true,
      path: { code: { type: 'string', enum: Object.keys(problems) } },
      answers: { 200: text('The explanation', ['text/markdown']) },
    },
    'documents.json': {
      summary: 'This document, as JSON',
      description: 'OpenAPI 3.1.',
      stateless: true,
      answers: { 200: resource('OpenApi') },
    },
    'documents.yaml': {
      summary: 'This document, as YAML',
      description: 'OpenAPI 3.1.',
      stateless: true,
      answers: { 200: text('An OpenAPI 3.1 document', ['application/yaml'], ['ETag']) },
    },
    'documents.page': {
      summary: 'This document, to read and to try',
      description: 'Swagger UI, served from here.',
      stateless: true,
      answers: { 200: text('Swagger UI', ['text/html'], ['ETag']) },
    },
    'documents.asset': {
      summary: 'A script or style of that page',
      stateless: true,
      description: 'With a digest before the ending, as the page names them, a file never changes.',
      path: { file: { type: 'string', examples: assetNames } },
      answers: { 200: text('The file', ['text/css', 'text/javascript'], ['ETag']) },
    },
    'studio.page': {
      summary: 'The studio',
      description: 'The pages of editors, moderators and admins, at this and all deeper addresses.',
      stateless: true,
      problems: ['not_found'],
      answers: { 200: text('The page', ['text/html']) },
    },
    'studio.asset': {
      summary: 'A script or style of the studio',
      description: 'Its name has a digest of its content, so it never changes.',
      stateless: true,
      path: { file: { type: 'string', examples: ['index-BxT1c0aH.js'] } },
      problems: ['not_found'],
      answers: { 200: text('The file', ['text/css', 'text/javascript']) },
    },
  },
}
