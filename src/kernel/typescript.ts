/** Cells in TypeScript. */
import { compileCell, type CellHelpers, type CompiledCell } from './cell';
import type { KernelLanguage, LanguageContext } from './language';

/** Used names that are another cell's: variables of the lesson, or names that nothing has declared yet. */
function readsOf(cell: CompiledCell, { scope }: LanguageContext): string[] {
  return cell.uses.filter((name) => scope.has(name) || !(scope.isApi(name) || name in globalThis));
}

function createHelpers(cellId: string, { scope, wait }: LanguageContext): CellHelpers {
  return {
    await: (value, line, column) => wait(value, { cellId, line, column }),
    async *iterate<T>(values: AsyncIterable<T> | Iterable<T>, line: number, column: number) {
      const iterator =
        Symbol.asyncIterator in values ? values[Symbol.asyncIterator]() : values[Symbol.iterator]();
      for (;;) {
        const step = await wait(iterator.next(), { cellId, line, column });
        if (step.done) return;
        let isLeft = true;
        try {
          yield await wait(step.value as T, { cellId, line, column });
          isLeft = false;
        } finally {
          if (isLeft) await iterator.return?.();
        }
      }
    },
    constants: scope.constants,
  };
}

export const typescript: KernelLanguage = {
  id: 'ts',
  async run({ cellId, code }, context) {
    const { scope, places } = context;
    const source = places.addSource(cellId);
    const cell = compileCell(code, source.url);
    source.locateBy((line, column) => cell.position(line, column));
    context.name({ reads: readsOf(cell, context), declares: cell.declares });
    scope.declare(cell.declares, cellId);
    try {
      return await cell.run(scope.object, createHelpers(cellId, context));
    } finally {
      scope.settle(cell.declares);
    }
  },
};
