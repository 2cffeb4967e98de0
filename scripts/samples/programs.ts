// Programs with every sample in a function of its own, for the language's tools to check.
import { pascal, snake, textOf, url } from './sample.ts'
import type { Program, Sample } from './sample.ts'

const indented = (text: string, indent: string): string => text.replace(/^(?=.)/gm, indent)
const importsOf = (samples: Sample[]): string[] => [...new Set(samples.flatMap(({ imports }) => imports))].sort()

/** The name of a sample's function. */
const nameOf = ({ id, example }: Sample): string => `${id}${pascal(example ?? '')}`

export const typescriptProgram: Program = {
  file: 'samples.ts',
  text: (samples) => {
    const functions = samples.map(
      (sample) => `export async function ${nameOf(sample)}(${sample.secured ? 'token: string' : ''}): Promise<void> {\n${indented(sample.code, '  ')}\n}`,
    )
    return [...importsOf(samples), ...functions, ''].join('\n\n')
  },
}

export const pythonProgram: Program = {
  file: 'samples.py',
  text: (samples) => {
    const functions = samples.map((sample) => `def ${snake(nameOf(sample))}(token: str) -> None:\n${indented(textOf(sample), '    ')}\n`)
    return ['"""Every sample of the reference."""', ...functions].join('\n\n')
  },
}

export const goProgram: Program = {
  file: 'samples/samples.go',
  text: (samples) => {
    const functions = samples.map((sample) => `func ${pascal(nameOf(sample))}(token string) {\n${indented(sample.code, '\t')}\n}`)
    return (
      [
        '// Package samples holds every sample of the reference.\npackage samples',
        'import (\n\t"context"\n\t"fmt"\n\t"log"\n\n\t"taskpact"\n)',
        ...functions,
      ].join('\n\n') + '\n'
    )
  },
}

export const javaProgram: Program = {
  file: 'Samples.java',
  text: (samples) => {
    const functions = samples.map((sample) => `  static void ${nameOf(sample)}(String token) throws ApiException {\n${indented(sample.code, '    ')}\n  }`)
    return [
      ['import taskpact.ApiException;', ...importsOf(samples)].join('\n'),
      '/** Every sample of the reference. */',
      `final class Samples {\n${functions.join('\n\n')}\n}\n`,
    ].join('\n\n')
  },
}

/** PHP resolves names at run time, so this program runs the samples. The service may reject some of them. */
export const phpProgram: Program = {
  file: 'samples.php',
  text: (samples) => {
    const functions = samples.map(
      (sample) => `'${nameOf(sample)}' => function (string $token) use ($url): void {\n${indented(sample.code.replaceAll(`'${url}'`, '$url'), '    ')}\n},`,
    )
    return (
      [
        '<?php',
        'declare(strict_types=1);',
        [...importsOf(samples), 'use Taskpact\\ApiException;'].join('\n'),
        '[, $autoloader, $url] = $argv;\nrequire $autoloader;',
        `$samples = [\n${indented(functions.join('\n'), '    ')}\n];`,
        `foreach ($samples as $sample) {
    ob_start();
    try {
        $sample('none');
    } catch (ApiException $refusal) {
        // The example has a link that no account has.
        if ($refusal->getCode() !== 401 && !str_contains($refusal->getMessage(), '/link-refused')) {
            throw $refusal;
        }
    } finally {
        ob_end_clean();
    }
}`,
      ].join('\n\n') + '\n'
    )
  },
}
