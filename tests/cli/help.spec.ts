import { test } from '@japa/runner'
import type { Command } from 'commander'
import { createProgram } from '#cli/program'
import { CapturedTerminal } from '#tests/support/captured_terminal'

const all = (command: Command): Command[] => [command, ...command.commands.flatMap(all)]

test.group('--help', () => {
  test('fits into {$self} columns for every command')
    .with([80, 100])
    .run(({ assert }, columns) => {
      const program = createProgram(() => async () => {}, new CapturedTerminal({ columns }))
      const commands = all(program)

      assert.isAbove(commands.length, 80)
      for (const command of commands) {
        const lines = command.helpInformation().split('\n')
        assert.deepEqual(
          lines.filter((line) => line.length > columns),
          [],
          command.name()
        )
      }
    })

  test('is never wider than readable lines', ({ assert }) => {
    const terminal = new CapturedTerminal({ columns: Infinity })
    for (const command of all(createProgram(() => async () => {}, terminal))) {
      for (const line of command.helpInformation().split('\n')) assert.isAtMost(line.length, 100)
    }
  })
})
