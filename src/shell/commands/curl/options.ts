/** curl's options: `-sS`, `-XPOST`, `-X POST`, `--request POST`, `--no-silent`, and unique beginnings of long names. */
import { CurlUsageError } from './curl-error';

/** Long names of options without a value, each with its letter if it has one. */
const FLAGS =
  'append basic anyauth compressed compressed-ssh create-dirs crlf digest disable,q fail,f fail-early fail-with-body ' +
  'false-start get,G globoff,g head,I help,h http1.0,0 http1.1 http2 http2-prior-knowledge http3 ' +
  'ignore-content-length include,i insecure,k ipv4,4 ipv6,6 junk-session-cookies,j keepalive location,L location-trusted ' +
  'manual,M no-buffer,N no-progress-meter parallel,Z parallel-immediate path-as-is post301 post302 post303 progress-bar,# ' +
  'progress-meter proxytunnel,p raw remote-header-name,J remote-name,O remote-name-all remote-time,R remove-on-error ' +
  'retry-all-errors retry-connrefused show-error,S show-headers silent,s skip-existing styled-output tcp-fastopen tcp-nodelay ' +
  'tlsv1,1 tlsv1.0 tlsv1.1 tlsv1.2 tlsv1.3 tr-encoding trace-time verbose,v version,V';

/** Those that take one. */
const VALUES =
  'cacert capath cert,E ciphers connect-timeout connect-to cookie,b cookie-jar,c data,d data-ascii data-binary data-raw ' +
  'data-urlencode dump-header,D expect100-timeout header,H interface json key keepalive-time limit-rate local-port ' +
  'max-filesize max-redirs max-time,m noproxy oauth2-bearer output,o output-dir pinnedpubkey proto proto-default range,r ' +
  'rate referer,e request,X request-target resolve retry retry-delay retry-max-time speed-limit,Y speed-time,y stderr ' +
  'time-cond,z trace trace-ascii upload-file,T url url-query user,u user-agent,A write-out,w';

/** Of the real tool, but for what is not here: other protocols, proxies, forms, files with options. */
const ABSENT_FLAGS =
  'list-only,l netrc,n next,: use-ascii,B ftp-pasv negotiate ntlm ssl socks5-gssapi';
const ABSENT_VALUES =
  'config,K form,F form-string ftp-port,P mail-from mail-rcpt netrc-file proxy,x proxy-header proxy-user,U quote,Q socks4 socks5 ' +
  'socks5-hostname telnet-option,t unix-socket abstract-unix-socket aws-sigv4 continue-at,C';

const NUMBERS = new Set(['connect-timeout', 'max-time', 'retry', 'retry-delay', 'retry-max-time']);

interface OptionSpec {
  readonly name: string;
  readonly letter: string | undefined;
  readonly takesValue: boolean;
  readonly isAbsent: boolean;
}

function specsOf(text: string, takesValue: boolean, isAbsent: boolean): OptionSpec[] {
  return text.split(' ').map((each) => {
    const [name = '', letter] = each.split(',');
    return { name, letter, takesValue, isAbsent };
  });
}

const SPECS: readonly OptionSpec[] = [
  ...specsOf(FLAGS, false, false),
  ...specsOf(VALUES, true, false),
  ...specsOf(ABSENT_FLAGS, false, true),
  ...specsOf(ABSENT_VALUES, true, true),
];

/** One option in the order given; `on` is false after `--no-`. */
interface GivenOption {
  readonly name: string;
  readonly value: string;
  readonly on: boolean;
  /** As written, for messages: `-d`. */
  readonly written: string;
}

export class CurlOptions {
  readonly urls: string[] = [];
  readonly given: GivenOption[] = [];

  /** @throws CurlUsageError */
  constructor(args: readonly string[]) {
    const rest = [...args];
    let isOptions = true;
    while (rest.length > 0) {
      const argument = rest.shift()!;
      if (isOptions && argument === '--') isOptions = false;
      else if (isOptions && argument.startsWith('--')) this.#takeLong(argument, rest);
      else if (isOptions && argument.startsWith('-') && argument !== '-') {
        this.#takeLetters(argument, rest);
      } else this.urls.push(argument);
    }
  }

  has(name: string): boolean {
    return this.given.findLast((option) => option.name === name)?.on ?? false;
  }

  /** The value given last. */
  value(name: string): string | undefined {
    return this.values(name).at(-1);
  }

  values(...names: readonly string[]): string[] {
    return this.given.filter(({ name }) => names.includes(name)).map(({ value }) => value);
  }

  /** `-s` without `-S`. */
  get isQuiet(): boolean {
    return this.has('silent') && !this.has('show-error');
  }

  /** Seconds or counts. */
  number(name: string): number | undefined {
    const value = this.value(name);
    return value === undefined ? undefined : Number(value);
  }

  #takeLong(argument: string, rest: string[]): void {
    const name = argument.slice(2);
    const known = find(name, argument);
    const negated = !known && name.startsWith('no-') ? find(name.slice(3), argument) : undefined;
    const spec = known ?? negated;
    if (!spec || (negated && negated.takesValue)) throw problem(argument, 'is unknown');
    this.#add(spec, argument, spec.takesValue ? need(argument, rest) : '', !negated);
  }

  #takeLetters(argument: string, rest: string[]): void {
    for (let at = 1; at < argument.length; at++) {
      const letter = argument[at]!;
      const spec = SPECS.find((each) => each.letter === letter);
      if (!spec) throw problem(argument, 'is unknown');
      if (spec.takesValue) {
        const value = argument.slice(at + 1) || need(argument, rest);
        return this.#add(spec, argument, value, true);
      }
      this.#add(spec, argument, '', true);
    }
  }

  #add({ name, isAbsent }: OptionSpec, written: string, value: string, on: boolean): void {
    if (isAbsent) throw problem(written, 'the installed libcurl version does not support this');
    if (NUMBERS.has(name) && !/^\d+(\.\d*)?$|^\.\d+$/.test(value)) {
      throw problem(written, 'expected a proper numerical parameter');
    }
    if (name === 'url') this.urls.push(value);
    else this.given.push({ name, value, on, written });
  }
}

/** An option by its name or by a beginning that only one has. */
function find(name: string, written: string): OptionSpec | undefined {
  const exact = SPECS.find((spec) => spec.name === name);
  if (exact || name === '') return exact;
  const [first, ...more] = SPECS.filter((spec) => spec.name.startsWith(name));
  if (more.length > 0) throw problem(written, 'is ambiguous');
  return first;
}

function need(written: string, rest: string[]): string {
  const value = rest.shift();
  if (value === undefined) throw problem(written, 'requires parameter');
  return value;
}

export function problem(written: string, what: string, code = 2): CurlUsageError {
  return new CurlUsageError(`curl: option ${written}: ${what}`, code);
}
