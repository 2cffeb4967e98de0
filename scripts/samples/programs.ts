// Programs that hold every sample, each in a function of its own, for the tools of a language to judge.
import { pascal, snake, textOf, url } from './sample.ts'
import type { Program, Sample } from './sample.ts'

const indented = (text: string, indent: string): string => text.replace(/^(?=.)/gm, indent)
const importsOf = (samples: Sample[]): string[] => [...new Set(samples.flatMap(({ imports }) => imports))].sort()

/** Several samples of one operation are told apart by a number. */
const numbered = (samples: Sample[]): [name: string, sample: Sample][] =>
  samples.map((sample, index) => [`${sample.id}${samples.slice(0, index).filter(({ id }) => id === sample.id).length || ''}`, sample])

export const typescriptProgram: Program = {
  file: 'samples.ts',
  text: (samples) => {
    const functions = numbered(samples).map(([name, { secured, code }]) => `export async function ${name}(${secured ? 'token: string' : ''}): Promise<void> {\n${indented(code, '  ')}\n}`)
    return [...importsOf(samples), ...functions, ''].join('\n\n')
  },
}

export const pythonProgram: Program = {
  file: 'samples.py',
  text: (samples) => {
    const functions = numbered(samples).map(([name, sample]) => `def ${snake(name)}(token: str) -> None:\n${indented(textOf(sample), '    ')}\n`)
    return ['"""Every sample of the reference."""', ...functions].join('\n\n')
  },
}

export const goProgram: Program = {
  file: 'samples/samples.go',
  text: (samples) => {
    const functions = numbered(samples).map(([name, { code }]) => `func ${pascal(name)}(token string) {\n${indented(code, '\t')}\n}`)
    return ['// Package samples holds every sample of the reference.\npackage samples', 'import (\n\t"context"\n\t"fmt"\n\t"log"\n\n\t"taskpact"\n)', ...functions].join('\n\n') + '\n'
  },
}

export const javaProgram: Program = {
  file: 'Samples.java',
  text: (samples) => {
    const functions = numbered(samples).map(([name, { code }]) => `  static void ${name}(String token) throws ApiException {\n${indented(code, '    ')}\n  }`)
    return [['import taskpact.ApiException;', ...importsOf(samples)].join('\n'), '/** Every sample of the reference. */', `final class Samples {\n${functions.join('\n\n')}\n}\n`].join('\n\n')
  },
}

/** PHP finds a name only as it comes to it, so this program runs the samples; that the service refuses some of them is no fault of theirs. */
export const phpProgram: Program = {
  file: 'samples.php',
  text: (samples) => {
    const functions = numbered(samples).map(([name, { code }]) => `'${name}' => function (string $token) use ($url): void {\n${indented(code.replaceAll(`'${url}'`, '$url'), '    ')}\n},`)
    return [
      '<?php',
      'declare(strict_types=1);',
      [...importsOf(samples), 'use Taskpact\\ApiException;'].join('\n'),
      '[, $autoloader, $url] = $argv;\nrequire $autoloader;',
      `$samples = [\n${indented(functions.join('\n'), '    ')}\n];`,
      `foreach ($samples as $name => $sample) {
    ob_start();
    try {
        $sample('none');
    } catch (ApiException $refusal) {
        if ($refusal->getCode() !== 401) {
            throw $refusal;
        }
    } finally {
        ob_end_clean();
    }
}`,
    ].join('\n\n') + '\n'
  },
}
