"""Measurement campaigns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ._generated import campaign_pb2, campaign_pb2_grpc, protocol_pb2, target_pb2
from .configurations import PRECISIONS, choice, word
from .connection import Connection
from .errors import LatBenchError

PLANNING_SECONDS = 600.0
"""The time in which a campaign has to be planned: a large one exports thousands of models."""


RESTART_SECONDS = 60.0
"""The time that a coordinator may be away while a campaign is waited for."""


@dataclass(frozen=True)
class Campaign:
    """A campaign as it stood when it was read."""

    name: str
    """`campaigns/7`."""
    display_name: str
    state: str
    """`running`, `succeeded` or `cancelled`."""
    targets: tuple[str, ...]
    measurements: int
    """Measurements, models × targets."""
    pending: int
    valid: int
    suspect: int
    failed: int
    jobs_done: int
    jobs_open: int
    skipped: tuple[tuple[str, str], ...]
    """Architectures that were left out, each with the reason; empty in lists and while watching."""
    waiting: tuple[str, ...]
    """Sentences that say why jobs are not leased at the moment, and what to do."""

    @property
    def ended(self) -> bool:
        """True once nothing more is measured."""
        return self.state not in ("", "running")


class Campaigns:
    """The campaigns of a coordinator."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._stub = campaign_pb2_grpc.CampaignServiceStub(connection.channel)

    def submit(
        self,
        targets: str | Sequence[str],
        *,
        architectures: Sequence[str] | None = None,
        sample: int | None = None,
        whole_space: bool = False,
        search_space: str = "",
        seed: int = 1,
        precisions: Sequence[str] = ("fp32",),
        batches: Sequence[int] = (),
        input: str = "",
        inputs: target_pb2.InputSettings | None = None,
        min_passes: int | None = None,
        max_passes: int | None = None,
        max_relative_error: float | None = None,
        min_spread: float | None = None,
        remeasure: bool = False,
        profile: bool = False,
        display_name: str = "",
        request_id: str = "",
    ) -> Campaign:
        """Starts a campaign over `architectures`, a seeded `sample`, or the `whole_space`, and returns it.

        `min_spread` is in seconds. Without `batches`, 1, or the batch that an uploaded model has.
        """
        if (architectures is not None) + (sample is not None) + whole_space != 1:
            raise LatBenchError("Say what to measure: give one of `architectures`, `sample` and `whole_space`.")
        selection = campaign_pb2.Selection(search_space=search_space)
        if architectures is not None:
            selection.architectures.architectures.extend(architectures)
        elif sample is not None:
            selection.sample.count, selection.sample.seed = sample, seed
        else:
            selection.whole_space.SetInParent()
        protocol = protocol_pb2.Protocol(min_passes=min_passes or 0, max_passes=max_passes or 0, max_relative_error=max_relative_error or 0)
        if min_spread is not None:
            protocol.min_spread.FromTimedelta(timedelta(seconds=min_spread))
        configs = [
            target_pb2.ModelConfig(batch=batch, precision=choice(PRECISIONS, precision, "precision"), input=input, input_settings=inputs)
            for precision in precisions for batch in batches or (0,)
        ]
        campaign = campaign_pb2.Campaign(
            display_name=display_name, selection=selection, targets=[targets] if isinstance(targets, str) else targets, protocol=protocol,
            remeasure=remeasure, profile=profile, model_configs=configs,
        )
        request = campaign_pb2.CreateCampaignRequest(campaign=campaign, request_id=request_id)
        return _campaign(self._connection.call(self._stub.CreateCampaign, request, timeout=max(PLANNING_SECONDS, self._connection.timeout)).campaign)

    def get(self, name: str) -> Campaign:
        """Returns one campaign."""
        return _campaign(self._connection.call(self._stub.GetCampaign, campaign_pb2.GetCampaignRequest(name=name)).campaign)

    def list(self) -> Iterator[Campaign]:
        """All campaigns, newest first."""
        return (_campaign(each) for each in self._connection.pages(self._stub.ListCampaigns, campaign_pb2.ListCampaignsRequest(page_size=500), "campaigns"))

    def watch(self, name: str, timeout: float | None = None) -> Iterator[Campaign]:
        """The campaign now and after every change, until it has ended. `timeout` is in seconds; None for no end."""
        for update in self._connection.stream(self._stub.WatchCampaign, campaign_pb2.WatchCampaignRequest(name=name), timeout):
            yield _campaign(update.campaign)

    def wait(self, name: str, *, timeout: float | None = None, on_progress: Callable[[Campaign], Any] | None = None) -> Campaign:
        """Waits until a campaign has ended, through a restart of the coordinator, and returns it with what it skipped."""
        deadline = None if timeout is None else time.monotonic() + timeout
        away_since: float | None = None
        while True:
            left = None if deadline is None else max(0.001, deadline - time.monotonic())
            try:
                for campaign in self.watch(name, left):
                    away_since = None
                    if on_progress is not None:
                        on_progress(campaign)
                    if campaign.ended:
                        return self.get(name)
            except LatBenchError as error:
                if error.code == "DEADLINE_EXCEEDED":
                    raise LatBenchError(f"{name} has not ended within {timeout:g} seconds; it goes on: wait for it with `campaigns.wait('{name}')`, or end it with `campaigns.cancel('{name}')`.", code=error.code) from None
                away_since = away_since or time.monotonic()
                if error.code not in ("UNAVAILABLE", "CANCELLED") or time.monotonic() - away_since > RESTART_SECONDS:
                    raise
                time.sleep(1)

    def cancel(self, name: str) -> Campaign:
        """Ends a campaign; what was measured stays."""
        return _campaign(self._connection.call(self._stub.CancelCampaign, campaign_pb2.CancelCampaignRequest(name=name)).campaign)


def _campaign(message: campaign_pb2.Campaign) -> Campaign:
    progress = message.progress
    return Campaign(
        message.name, message.display_name, word(campaign_pb2.CampaignState, message.state, "CAMPAIGN_STATE_"), tuple(message.targets), progress.measurements,
        progress.pending, progress.valid, progress.suspect, progress.failed, progress.jobs_done, progress.jobs_open,
        tuple((skipped.architecture, skipped.reason) for skipped in message.skipped), tuple(f"{wait.explanation} {wait.remedy}".strip() for wait in message.waiting),
    )
