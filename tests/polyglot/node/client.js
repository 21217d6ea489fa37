// Pushes readings and watches a score move with @grpc/grpc-js: client.js PROTOS MORE_PROTOS ADDRESS.
// Prints a line for each thing that holds; the first that does not ends it with exit code 1.
'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [protos, moreProtos, address] = process.argv.slice(2);
const definition = loader.loadSync(
  ['okrgrains/v1/goal_service.proto', 'okrgrains/v1/reading_service.proto', 'okrgrains/v1/watch_service.proto',
    'grpc/health/v1/health.proto', 'grpc/reflection/v1/reflection.proto', 'google/rpc/errors.proto'],
  { includeDirs: [protos, moreProtos], longs: Number, enums: String, oneofs: true, defaults: true });
const contract = grpc.loadPackageDefinition(definition);
const okr = contract.okrgrains.v1;
const credentials = grpc.credentials.createInsecure();

const workspace = 'workspaces/polyglot';
const objective = `${workspace}/objectives/node-sells`;
const kpi = `${workspace}/kpis/node-sales`;
const january = Date.UTC(2001, 0, 1, 12);
const withDeadline = () => ({ deadline: Date.now() + 60_000 });

function equal(what, actual, expected) {
  assert.deepEqual(actual, expected, `${what}: expected ${JSON.stringify(expected)}, got ${JSON.stringify(actual)}`);
  console.log(`PASS ${what}: ${JSON.stringify(actual)}`);
}

function unary(client, method, request) {
  return new Promise((resolve, reject) =>
    client[method](request, withDeadline(), (error, answer) => (error ? reject(error) : resolve(answer))));
}

/** The next message of a stream that satisfies a condition. */
async function until(answers, condition) {
  for (;;) {
    const { value, done } = await answers.next();
    assert.ok(!done, 'the stream ended early');
    if (condition(value)) {
      return value;
    }
  }
}

/** The latest figures of a goal and of all that it reads. */
class Watch {
  goals = new Map();

  constructor(name) {
    this.call = new okr.WatchService(address, credentials)
      .watchGoals({ name, subtree: true, heartbeatSeconds: 1 }, withDeadline());
    this.events = this.call[Symbol.asyncIterator]();
  }

  until(condition) {
    return until(this.events, (event) => {
      if (event.event === 'goal') {
        this.goals.set(event.goal.name, event.goal);
      }
      return condition(event);
    });
  }

  untilScore(name, score) {
    return this.untilFigures(name, (figures) => figures.score.decimal === score);
  }

  /** No goal waits for another in a watch: one may come before what it reads. */
  untilValue(name, value) {
    return this.untilFigures(name, (figures) => figures.value?.decimal === value);
  }

  async untilFigures(name, condition) {
    const reached = () => this.goals.has(name) && condition(this.goals.get(name).figures);
    if (!reached()) {
      await this.until(reached);
    }
    return this.goals.get(name).figures;
  }

  close() {
    this.call.on('error', (error) => assert.equal(error.code, grpc.status.CANCELLED));
    this.call.cancel();
  }
}

/** A stream of readings. */
class Producer {
  constructor(producer) {
    this.call = new okr.ReadingService(address, credentials).streamReadings(withDeadline());
    this.answers = this.call[Symbol.asyncIterator]();
    this.call.write({ open: { workspace, producer, ackLevel: 'ACK_LEVEL_DURABLE' } });
  }

  async opened() {
    return (await until(this.answers, () => true)).opened;
  }

  send(batch) {
    this.call.write({ batch: { baseTimeMillis: january, ...batch } });
  }

  /** Answers up to the acknowledgement, which comes last. */
  async untilAcknowledged(sequence) {
    const before = [];
    const { ack } = await until(this.answers, (answer) => {
      if (answer.message !== 'ack') {
        before.push(answer);
      }
      return answer.message === 'ack' && answer.ack.throughSequence >= sequence;
    });
    return { before, ack };
  }

  async close() {
    this.call.end();
    equal('the stream ends in order', (await this.answers.next()).done, true);
  }
}

async function reflection() {
  const call = new contract.grpc.reflection.v1.ServerReflection(address, credentials).serverReflectionInfo(withDeadline());
  call.write({ listServices: '*' });
  const [answer] = await once(call, 'data');
  call.end();
  const names = answer.listServicesResponse.service.map((service) => service.name).filter((name) => name.startsWith('okrgrains.'));
  equal('reflection lists the services', names.sort(),
    ['CheckIn', 'Clock', 'Cycle', 'Goal', 'Reading', 'Watch'].map((name) => `okrgrains.v1.${name}Service`));
}

async function health() {
  const client = new contract.grpc.health.v1.Health(address, credentials);
  equal('the server serves', (await unary(client, 'check', {})).status, 'SERVING');
}

async function scoresMove() {
  const watch = new Watch(objective);
  await watch.until((event) => event.event === 'synced');
  equal('the watch begins with the whole subtree', [...watch.goals.keys()].map((name) => name.split('/').at(-1)).sort(),
    ['node-sales', 'node-sells', 'node-target', 'node-visits']);
  equal('the score begins at', watch.goals.get(objective).figures.score.decimal, '0');

  const producer = new Producer('node');
  equal('a new producer has sent', (await producer.opened()).lastSequence, 0);
  producer.send({
    firstSequence: 1,
    define: [{ handle: 4294967295, goal: 'kpis/node-sales' }, { handle: 0, goal: 'keyResults/node-visits' }],
    handles: [4294967295, 4294967295, 0],
    values: [0.1, 0.2, 1],
    timeOffsetsMillis: [0, 1, -2],
  });
  equal('durable through', (await producer.untilAcknowledged(3)).ack.throughSequence, 3);
  // (0.1 + 0.2) / 3 and 1 / 4, averaged: exact decimals, though 0.1 + 0.2 is not 0.3 in doubles.
  const figures = await watch.untilScore(objective, '0.175');
  equal('the watched score', figures.score, { decimal: '0.175', approximate: 0.175 });
  equal('the watched value', (await watch.untilValue(kpi, '0.3')).value.decimal, '0.3');

  producer.send({ firstSequence: 4, handles: [4294967295], values: [0.7] });
  const { ack } = await producer.untilAcknowledged(4);
  // 1/3 rounds to 0.333333333; its average with 0.25 is 0.2916666665, halfway between two grid points: to the even one.
  await watch.untilScore(objective, '0.291666666');
  equal('a tie goes to even', watch.goals.get(objective).figures.score.decimal, '0.291666666');
  watch.close();
  await producer.close();

  const { goals } = await unary(new okr.GoalService(address, credentials), 'listGoals', { parent: workspace, afterToken: ack.token });
  equal('the list agrees', goals.find((goal) => goal.name === objective).figures.score.decimal, '0.291666666');
}

async function aResentReadingCountsOnce() {
  const producer = new Producer('node');
  equal('a producer that comes back has sent', (await producer.opened()).lastSequence, 4);
  producer.send({ firstSequence: 4, define: [{ handle: 1, goal: 'kpis/node-sales' }], handles: [1, 1], values: [0.7, 0.5] });
  const { ack } = await producer.untilAcknowledged(5);
  await producer.close();
  const { goal } = await unary(new okr.GoalService(address, credentials), 'getGoal', { name: kpi, afterToken: ack.token });
  equal('only the new reading was added', goal.figures.value.decimal, '1.5');
  equal('how a KPI is measured', [goal.measure.aggregation, goal.measure.window.kind], ['AGGREGATION_KIND_SUM', 'WINDOW_KIND_ALL']);
  const { line } = goal.figures;
  equal('its target', [goal.target.line.target, line.baseline.decimal, line.target.approximate, line.direction], ['3', '0', 3, 'DIRECTION_UP']);
}

/** The error of a call that fails, with its details by type. */
async function errorOf(request) {
  const error = await request.then(() => assert.fail('the call was to fail'), (caught) => caught);
  assert.ok(error.metadata, `${error}`);
  const decode = (name, bytes) => definition[`google.rpc.${name}`].deserialize(bytes);
  const status = decodeStatus(error.metadata.get('grpc-status-details-bin')[0]);
  const details = Object.fromEntries(status.map(({ type, value }) => [type, value]));
  return {
    code: error.code,
    info: decode('ErrorInfo', details['google.rpc.ErrorInfo']),
    bad: details['google.rpc.BadRequest'] && decode('BadRequest', details['google.rpc.BadRequest']),
  };
}

function decodeStatus(bytes) {
  const { details } = definition['google.rpc.Status'].deserialize(bytes);
  return details.map((any) => ({ type: any.type_url.split('/').at(-1), value: any.value }));
}

async function errorsSayWhatIsWrong() {
  const goals = new okr.GoalService(address, credentials);
  const unknown = await errorOf(unary(goals, 'getGoal', { name: `${workspace}/kpis/nowhere` }));
  equal('an unknown goal', [unknown.code, unknown.info.domain, unknown.info.reason], [grpc.status.NOT_FOUND, 'okrgrains', 'UNKNOWN_GOAL']);
  const malformed = await errorOf(unary(goals, 'getGoal', { name: 'nonsense' }));
  equal('a malformed name', [malformed.code, malformed.info.reason, malformed.bad.fieldViolations.map((violation) => violation.field)],
    [grpc.status.INVALID_ARGUMENT, 'BAD_REQUEST', ['name']]);
}

async function main() {
  await health();
  await reflection();
  await scoresMove();
  await aResentReadingCountsOnce();
  await errorsSayWhatIsWrong();
}

main().then(() => process.exit(0), (error) => {
  console.error(`FAIL ${error.stack}`);
  process.exit(1);
});
