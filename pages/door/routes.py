"""The addresses that are ours and not Streamlit's. Who may ask for them is the gate's matter (admission.py)."""

from pathlib import Path

from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from pages.api import answers as api
from pages.door import chinese, desk, exports, readiness
from pages.registry import PAGES

# Our own server for the local files instead of Streamlit's, which would allow other sites to read them.
_STATIC = Path(__file__).resolve().parents[1] / "static"

ROUTES = [
    Route("/login", desk.login, methods=["GET", "POST"]),
    Route("/login/sso", desk.leave),
    Route("/login/sso/back", desk.come_back),
    Route("/login/style.css", desk.style),
    Route("/login/icon.svg", desk.icon),
    Route("/logout", desk.logout, methods=["GET", "POST"]),
    Route("/password", desk.password, methods=["GET", "POST"]),
    Route("/session", desk.session),
    Route("/healthz", readiness.healthz),
    Route("/readyz", readiness.readyz),
    Route("/export/{page}/{name}", exports.answer),
    Route("/api/v1/openapi.json", api.openapi),
    Route("/api/v1/reports/{topic}", api.report, methods=["POST"]),
    Route("/api/v1/receipts/{receipt}", api.receipt),
    Route("/api/v1/marked/{name}", api.marked),
    Route("/api/{rest:path}", api.unknown, methods=["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]),
    Mount("/app/static", StaticFiles(directory=_STATIC)),
    *[Route(f"/{entry.path}", chinese.answer) for entry in PAGES],
]
