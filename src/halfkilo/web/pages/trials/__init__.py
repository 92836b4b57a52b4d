"""Measuring: what can be measured and how it went, the guided strength and balance tests, and the judge they ask after every pull."""

from __future__ import annotations

from django.urls import path

from halfkilo.web.pages.trials import guided, judge, overview

URLS = [
    path("trials/", overview.overview, name="trials"),
    path("trials/strength/", guided.strength, name="trial-strength"),
    path("trials/balance/", guided.balance, name="trial-balance"),
    path("trials/result/", overview.result, name="trial-result"),
    path("trials/judge/", judge.judge, name="trial-judge"),
]
"""The addresses of this room."""
