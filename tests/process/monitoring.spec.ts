import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import { test } from '@japa/runner'
import { parse } from 'yaml'
import { ClusterProcess } from '#tests/support/cluster_process'
import { emptyDatabase } from '#tests/support/database'
import { eventually } from '#tests/support/eventually'
import { Scrape } from '#tests/support/metrics'

interface Rule {
  alert: string
  expr: string
  labels: { severity: string }
  annotations: { summary: string; description: string }
}

const path = (name: string) => app.makePath('docs/operations', name)
const read = (name: string) => readFile(path(name), 'utf8')

async function rules(): Promise<Rule[]> {
  return parse(await read('alerts.yml')).groups.flatMap((group: { rules: Rule[] }) => group.rules)
}

/** The queries of the dashboard, as Grafana sends them. */
async function queries(): Promise<string[]> {
  const { panels } = JSON.parse(await read('dashboard.json'))
  return panels
    .flatMap((panel: { targets?: { expr: string }[] }) => panel.targets ?? [])
    .map(({ expr }: { expr: string }) =>
      expr.replaceAll('$instance', '.*').replaceAll('$__rate_interval', '1m')
    )
}

/** The series of a query, with its labels. */
function selectorsOf(expr: string) {
  return [...expr.matchAll(/\b((?:plaza|process|nodejs)_\w+)(?:\{([^}]*)\})?/g)].map(
    ([, name, matchers = '']) => ({
      name,
      labels: [...matchers.matchAll(/(\w+)(?:=~|!~|!=|=)"/g)].map(([, label]) => label),
    })
  )
}

/** The labels that Prometheus adds to each series. */
const added = ['instance', 'job']

test.group('The files for Prometheus and Grafana', (group) => {
  let scrape: Scrape

  group.setup(async () => {
    await emptyDatabase()
    // Tests run no timed work.
    const cluster = await ClusterProcess.start({ NODE_ENV: 'development' })
    const take = async () => {
      await fetch(cluster.url('/posts'))
      scrape = new Scrape(await (await fetch(cluster.url('/metrics'))).text())
      return scrape.text
    }
    await eventually(async () => /last_success.*name="prune_rate_limits"/.test(await take()))
    await eventually(async () =>
      /http_request_duration_seconds_count.*"\/posts"/.test(await take())
    )
    return () => cluster.kill()
  })

  test('use only metrics and labels of a cluster', async ({ assert }) => {
    const exprs = [...(await rules()).map(({ expr }) => expr), ...(await queries())]
    const selectors = exprs.flatMap(selectorsOf)
    assert.isAbove(selectors.length, 50)

    for (const { name, labels } of selectors) {
      const series = scrape.text.split('\n').filter((line) => line.split(/[{ ]/)[0] === name)
      assert.isNotEmpty(series, name)
      for (const label of labels.filter((one) => !added.includes(one))) {
        assert.isTrue(
          series.some((line) => line.includes(`${label}="`)),
          `${name}{${label}}`
        )
      }
    }
  })

  test('use no label that Prometheus reserves', ({ assert }) => {
    assert.notMatch(scrape.text, /[{,](instance|job|exported_\w+)="/)
  })

  test('use every metric of Plaza', async ({ assert }) => {
    const asked = [...(await rules()).map(({ expr }) => expr), ...(await queries())].join('\n')
    const ours = [...scrape.text.matchAll(/^# TYPE (plaza_\w+)/gm)].map(([, name]) => name)
    assert.isAtLeast(ours.length, 20)
    assert.deepEqual(
      ours.filter((name) => !asked.includes(name)),
      []
    )
  })

  test('count each metric of a cluster once', ({ assert }) => {
    assert.equal(scrape.value('plaza_workers'), 2)
    assert.equal(scrape.value('plaza_workers_wanted'), 2)
    assert.equal(scrape.value('plaza_reports_open'), 0)
    assert.isAtMost(scrape.value('plaza_event_loop_utilization'), 1)
    const done = scrape.value('plaza_job_last_success_timestamp_seconds', { name: 'end_sanctions' })
    assert.approximately(done, Date.now() / 1000, 60)
  })

  test('name in each alert the problem, its severity, and the next step', async ({ assert }) => {
    const page = await read('monitoring.md')
    const all = await rules()
    assert.lengthOf(new Set(all.map(({ alert }) => alert)), all.length)
    for (const { alert, labels, annotations } of all) {
      assert.match(alert, /^Plaza[A-Z]\w+$/)
      assert.oneOf(labels.severity, ['critical', 'warning'])
      assert.match(annotations.summary, /\S/)
      assert.match(annotations.description, /\S/)
      assert.include(page, `\`${alert}\``)
    }
  })

  test('pass promtool, and fire at the right time', async ({ assert, cleanup }) => {
    const directory = await mkdtemp(join(tmpdir(), 'plaza-panels-'))
    cleanup(() => rm(directory, { recursive: true }))
    const panels = join(directory, 'panels.yml')
    const records = (await queries()).map((expr, index) => ({ record: `panel:${index}`, expr }))
    await writeFile(panels, JSON.stringify({ groups: [{ name: 'panels', rules: records }] }))

    for (const args of [
      ['check', 'rules', path('alerts.yml'), panels],
      ['check', 'config', '--syntax-only', path('prometheus.yml')],
      ['test', 'rules', app.makePath('tests/support/alerts_test.yml')],
    ]) {
      const { status, stdout, stderr } = spawnSync('promtool', args, { encoding: 'utf8' })
      assert.equal(status, 0, stdout + stderr)
    }
  }).skip(spawnSync('promtool', ['--version']).status !== 0, 'there is no promtool on the PATH')

  test('name the data source with a variable, and give each panel a place', async ({ assert }) => {
    const { panels, templating, uid } = JSON.parse(await read('dashboard.json'))
    assert.equal(uid, 'plaza')
    assert.includeMembers(
      templating.list.map(({ name }: { name: string }) => name),
      ['datasource', 'instance']
    )
    const places = panels.map(({ gridPos: { x, y } }: any) => `${x} ${y}`)
    assert.lengthOf(new Set(places), panels.length)
    for (const { datasource, targets = [], type, gridPos } of panels) {
      assert.isAtMost(gridPos.x + gridPos.w, 24)
      if (type === 'row') continue
      assert.equal(datasource.uid, '${datasource}')
      assert.isNotEmpty(targets)
    }
  })
})
