"""Workers that narrate articles at once: actors on a Ray cluster.

The driver gives each actor one job at a time, so that what is in flight is bounded by what is at work. Actors are
hired while there is more to do than they can take, up to what the cluster's machines hold and one more, by which a
cluster that grows sees that it should; they are let go when nothing is left for them. One that dies is replaced, and
its job is given again; what it had finished is in the store and in the index.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from narrate.cluster import needs
from narrate.cluster.errand import Greeting, Wanted
from narrate.cluster.hands import Given, Hand, given_up, last_line, why
from narrate.cluster.supply import Supply
from narrate.cluster.worker import TALK, Worker
from narrate.errors import NarrateError
from narrate.library.crew import TRIES, Event, Told
from narrate.library.jobs import Done, Job

LOSSES = 5
"""Times that a job is begun again because its machine was lost, which is no fault of the job's."""
FIRST = 8
"""Most actors on their way at a time before any is at work; then as many as are at work."""
REFRESH = 2.0
"""Seconds between looks at the cluster and at how far the jobs are."""
PATIENCE = 300.0
"""Seconds to wait for the first worker: clouds take minutes for a new machine."""
FALSE_STARTS = 3
"""Actors that may die, one after the other, before they can greet."""
FAREWELL = 3.0
"""Seconds that actors have to end by themselves."""


@dataclass(slots=True)
class Workers:
    """A `Crew` on a cluster that this process is connected to."""

    options: Mapping[str, Any]
    """`workers`, `cpus` and `gpus`; see `podcast.keys.CLUSTER`."""
    disconnect: Callable[[], None] = lambda: None
    _supply: Supply | None = None
    _hands: list[Hand] = field(default_factory=list)
    _waiting: deque[Given] = field(default_factory=deque)
    _answers: dict[Any, tuple[Callable[[Hand, Any], Event | None], Hand]] = field(default_factory=dict)
    """What is asked of actors, and who takes the answers."""
    _needs: needs.Needs = needs.Needs(cpus=1.0)
    _room: int = 0
    _alive: set[str] = field(default_factory=set)
    """Ray's names of the machines that are there."""
    _enough: bool = False
    """Whether there are no more jobs than hands."""
    _looked: float = 0.0
    _since: float = 0.0
    """When workers were first waited for; 0 when one has come."""
    _false_starts: int = 0

    def free(self) -> int:
        """How many more jobs may be given now."""
        if self._supply is None:
            return 1  # the first job tells what workers are needed
        return max(0, sum(hand.ready and hand.given is None for hand in self._hands) - len(self._waiting))

    def give(self, job: Job) -> None:
        """Begin a job; raises `NarrateError` when the cluster can't be used for it."""
        import ray

        if self._supply is None:
            nodes = ray.nodes()
            self._needs = needs.needs(self.options, job.settings, nodes)
            self._supply = Supply(job, self._needs.threads)
            self._since = time.monotonic()
        self._enough = False
        self._waiting.append(Given(self._supply.errand(job)))
        self._send()
        self._look()

    def idle(self) -> None:
        """Let those go who have nothing to do: an article is narrated by one machine, and there is no other."""
        if self._waiting:
            return
        self._enough = True
        for hand in [hand for hand in self._hands if hand.given is None]:
            self._let_go(hand)

    def next(self, timeout: float) -> Event | None:
        """What happens next; raises `NarrateError` when no worker can be had."""
        import ray

        self._look()
        if not self._answers:
            time.sleep(timeout)
            return None
        ready, _ = ray.wait(list(self._answers), num_returns=1, timeout=timeout)
        if not ready:
            return None
        take, hand = self._answers.pop(ready[0])
        if hand not in self._hands:
            return None
        try:
            answer = ray.get(ready[0])
        except ray.exceptions.RayTaskError as error:
            return self._failed(hand, error)
        except ray.exceptions.RayError as error:
            return self._dead(hand, error)
        return take(hand, answer)

    def close(self) -> None:
        """End all workers; what they had begun is lost."""
        import ray

        try:
            leaving = [hand.actor.leave.remote() for hand in self._hands if hand.ready and hand.given is None]
            if leaving:
                ray.wait(leaving, num_returns=len(leaving), timeout=FAREWELL)
            for hand in self._hands:
                ray.kill(hand.actor)
            if self._supply is not None:
                self._supply.close()
        finally:
            self._hands.clear()
            self._answers.clear()
            self.disconnect()

    def _ask(self, hand: Hand, answer: Any, take: Callable[[Hand, Any], Event | None]) -> None:
        self._answers[answer] = (take, hand)

    def _look(self) -> None:
        """Now and then: hire, and ask how far the jobs are."""
        import ray

        now = time.monotonic()
        if self._supply is None or now - self._looked < REFRESH:
            return
        self._looked = now
        nodes = ray.nodes()
        self._alive = {node["NodeID"] for node in nodes if node["Alive"]}
        self._room = needs.room(self._needs, nodes)
        self._hire()
        if self._since and now - self._since > PATIENCE:
            hint = "give workers less with `cpus` and `gpus` of [cluster], or the cluster more machines"
            words = f"no worker could be started in {PATIENCE:.0f} seconds: each needs {self._needs}"
            raise NarrateError(words, place="the cluster", hint=hint)
        for hand in self._hands:
            if hand.given is not None and not hand.asked:
                hand.asked = True
                self._ask(hand, hand.actor.told.remote(), self._progress)

    def _hire(self) -> None:
        """Have as many actors come as there is work for."""
        import ray

        assert self._supply is not None
        if self._enough and not self._waiting:
            return
        most = int(self.options.get("workers") or 0)
        wanted = min(most, self._room + 1) if most else self._room + 1
        coming = sum(not hand.ready for hand in self._hands)
        unused = sum(hand.ready and hand.given is None for hand in self._hands)
        busy = sum(hand.given is not None for hand in self._hands)
        if unused and not self._waiting:
            return
        actor = ray.remote(concurrency_groups={TALK: 1})(Worker)
        for _ in range(min(wanted - len(self._hands), max(FIRST, busy) - coming)):
            chosen = actor.options(num_cpus=self._needs.cpus, num_gpus=self._needs.gpus, max_restarts=0)
            hand = Hand(actor=chosen.remote(self._supply.terms, self._supply.cover))
            self._hands.append(hand)
            self._ask(hand, hand.actor.greet.remote(), self._greeted)

    def _let_go(self, hand: Hand) -> None:
        import ray

        self._hands.remove(hand)
        if not hand.ready:
            ray.kill(hand.actor)
            return
        hand.actor.leave.remote()  # Ray ends an actor that nobody holds any more, behind what it was asked for

    def _greeted(self, hand: Hand, greeting: Greeting) -> Event | None:
        assert self._supply is not None
        if greeting.problem:
            where = f"the cluster's machine {greeting.host}"
            raise NarrateError(greeting.problem, place=where, hint=greeting.hint)
        hand.node, hand.host = greeting.node, greeting.host
        self._false_starts, self._since = 0, 0.0
        if greeting.missing:
            answer = hand.actor.take.remote(greeting.missing, *self._supply.files(greeting.missing))
            self._ask(hand, answer, self._supplied)
            return None
        return self._supplied(hand, None)

    def _supplied(self, hand: Hand, _nothing: Any) -> Event | None:
        hand.ready = True
        self._send()
        if not self._waiting:
            self._looked = 0.0
        return None

    def _send(self) -> None:
        """Give what waits to those who have nothing to do."""
        for hand in self._hands:
            if self._waiting and hand.ready and hand.given is None:
                hand.given = self._waiting.popleft()
                self._begin(hand)

    def _begin(self, hand: Hand) -> None:
        assert hand.given is not None
        assert self._supply is not None
        hand.given.errand = self._supply.fitting(hand.given.errand, hand.node)
        self._ask(hand, hand.actor.narrate.remote(hand.given.errand), self._answered)

    def _answered(self, hand: Hand, answer: Done | Wanted) -> Event | None:
        assert hand.given is not None
        assert self._supply is not None
        if isinstance(answer, Wanted):
            hand.given.errand = self._supply.brought(hand.given.errand, answer, hand.node)
            self._begin(hand)
            return None
        hand.given = None
        self._send()
        return answer

    def _progress(self, hand: Hand, told: tuple[int, Any] | None) -> Event | None:
        hand.asked = False
        if told is None or hand.given is None or hand.given.errand.job.number != told[0]:
            return None
        return Told(number=told[0], progress=told[1])

    def _failed(self, hand: Hand, error: Exception) -> Event | None:
        """What an actor was asked for ended with an error that nobody foresaw; the actor lives."""
        if not hand.ready:
            raise NarrateError(f"a worker can't begin: {last_line(error)}", place=f"the cluster's machine {hand.host}")
        given, hand.given = hand.given, None
        self._send()
        return given_up(given, f"the worker failed: {last_line(error)}") if given else None

    def _dead(self, hand: Hand, error: Exception) -> Event | None:
        """An actor is no more: another one does its job."""
        self._hands.remove(hand)
        self._looked = 0.0
        given = hand.given
        if given is None:
            self._started_in_vain(hand, error)
            return None
        self._look()
        lost = hand.node not in self._alive
        given.losses += lost
        given.tries += not lost
        if given.tries < TRIES and given.losses < LOSSES:
            self._waiting.appendleft(given)
            self._send()
            return None
        times = given.tries + given.losses
        words = f"the worker that narrated it died, {times} times: {why(error)}"
        return given_up(given, words, "it may be too long for the memory that is there: try it alone")

    def _started_in_vain(self, hand: Hand, error: Exception) -> None:
        if hand.ready:
            return
        self._false_starts += 1
        missing = "ModuleNotFoundError" in str(error) or "ImportError" in str(error)
        if missing or self._false_starts >= FALSE_STARTS:
            hint = "Narrate must be installed on all of its machines, in the same version"
            raise NarrateError(f"workers can't begin: {last_line(error)}", place="the cluster", hint=hint)
