"""The pages that exist, in the order of their keys."""

from typing import TYPE_CHECKING

from ec2tui.tui.pages.instances import InstanceRows
from ec2tui.tui.pages.page import Page, Setting, Table
from ec2tui.tui.pages.panes import CockpitPane
from ec2tui.tui.pages.rows import Rows

if TYPE_CHECKING:
    from ec2tui.services.posture.watch import PostureWatch


def _instances(setting: Setting) -> Rows:
    chosen = setting.around.chosen
    return InstanceRows(setting.session, chosen.columns, chosen.sort, setting.around, setting.posture)


def _reach(setting: Setting) -> CockpitPane:
    from ec2tui.tui.pages.survey_pane import SurveyPane

    assert setting.surveyor is not None
    return SurveyPane(setting.session, setting.surveyor)


def _security_groups(setting: Setting) -> Rows:
    from ec2tui.tui.pages.security_groups import GroupRows

    return GroupRows(setting.session, setting.judge)


def _group_rules(setting: Setting) -> Rows:
    from ec2tui.tui.pages.security_groups import GroupRuleRows

    return GroupRuleRows(setting.session, setting.of, setting.judge)


def _group_users(setting: Setting) -> Rows:
    from ec2tui.tui.pages.security_groups import GroupUserRows

    return GroupUserRows(setting.session, setting.of)


def _images(setting: Setting) -> Rows:
    from ec2tui.tui.pages.storage import ImageRows

    return ImageRows(setting.session)


def _found_images(setting: Setting) -> Rows:
    from ec2tui.tui.pages.storage import FoundImageRows

    return FoundImageRows(setting.session, setting.of)


def _volumes(setting: Setting) -> Rows:
    from ec2tui.core.views.storage import VOLUMES
    from ec2tui.tui.pages.storage import instance_volumes

    return (
        instance_volumes(setting.session, setting.whose) if setting.whose else Rows(setting.session, VOLUMES)
    )


def _snapshots(setting: Setting) -> Rows:
    from ec2tui.tui.pages.storage import SnapshotRows

    return SnapshotRows(setting.session)


def _metrics(setting: Setting) -> Rows:
    from ec2tui.tui.pages.metrics import MetricRows, desk_of

    return MetricRows(setting.session, desk_of(setting.session, setting.around))


def _cockpit_metrics(setting: Setting) -> CockpitPane:
    from ec2tui.tui.pages.metric_pane import MetricPane

    return MetricPane(setting.session, setting.around)


def _alarms(setting: Setting) -> Rows:
    from ec2tui.tui.pages.alarms import AlarmRows

    return AlarmRows(setting.session)


def _posture(setting: Setting) -> "PostureWatch":
    assert setting.posture is not None
    return setting.posture()


def _checks(setting: Setting) -> Rows:
    from ec2tui.tui.pages.findings import CheckRows

    return CheckRows(_posture(setting))


def _judged(setting: Setting) -> Rows:
    from ec2tui.tui.pages.findings import ResourceRows

    return ResourceRows(_posture(setting))


def _findings(setting: Setting) -> Rows:
    from ec2tui.tui.pages.findings import FindingRows

    return FindingRows(_posture(setting))


def _findings_of_check(setting: Setting) -> Rows:
    from ec2tui.tui.pages.findings import of_check

    return of_check(_posture(setting), setting.of)


def _findings_of_resource(setting: Setting) -> Rows:
    from ec2tui.tui.pages.findings import of_resource

    return of_resource(_posture(setting), setting.of)


def _activity(setting: Setting) -> Rows:
    from ec2tui.tui.pages.activity import ActivityRows

    return ActivityRows(setting.session, setting.around.changing)


PAGES: tuple[Page, ...] = (
    Page(
        "instances",
        "Instances",
        (Table("instances", "Instances", "i", _instances, cockpit=(_reach, _cockpit_metrics)),),
    ),
    Page(
        "security_groups",
        "Security groups",
        (Table("security_groups", "Security groups", "sg", _security_groups, "security_group_rules"),),
        (
            Table("security_group_rules", "Rules", "", _group_rules),
            Table("network_interfaces", "Who uses it", "", _group_users),
        ),
    ),
    Page(
        "metrics",
        "Metrics and alarms",
        (Table("metrics", "Metrics", "metric", _metrics), Table("alarms", "Alarms", "alarm", _alarms)),
    ),
    Page(
        "storage",
        "Images and storage",
        (
            Table("images", "Images", "ami", _images),
            Table("volumes", "Volumes", "vol", _volumes),
            Table("snapshots", "Snapshots", "snap", _snapshots),
        ),
        (Table("found_images", "Everybody's images", "", _found_images),),
    ),
    Page(
        "findings",
        "Findings",
        (
            Table("checks", "By check", "", _checks, "check_findings"),
            Table("judged", "By resource", "", _judged, "resource_findings"),
            Table("findings", "All findings", "finding", _findings),
        ),
        (
            Table("check_findings", "Findings", "", _findings_of_check, like="findings"),
            Table("resource_findings", "Findings", "", _findings_of_resource, like="findings"),
        ),
    ),
    Page("activity", "Activity", (Table("activity", "Activity", "log", _activity),)),
)


def page_of(table_id: str) -> Page:
    """The page that a table is on; KeyError when there is none."""
    return _PAGE[table_id]


def table_of(table_id: str) -> Table:
    """The table with this id; KeyError when there is none."""
    return _TABLE[table_id]


_PAGE = {table.id: page for page in PAGES for table in (*page.tables, *page.parts)}
_TABLE = {table.id: table for page in PAGES for table in (*page.tables, *page.parts)}
