from datetime import date
from pathlib import Path

from records import load_files

RECORD = Path(__file__).parent / "terrible-record.md"
TAXONOMY = """
services:
  checkout: {}
  payment-gateway: {}
  the-name-today: {}
  an-old-name: {deprecated: the-name-today}
"""
EXPECTED = """
2:6 warning PM111 found a space between 'title' and its colon
2:30 warning PM412 found 'YYYY-MM-DD', left over from a template
3:5 warning PM109 'id': '0012' without quotes is the number 10 to other YAML tools
4:16 warning PM410 the record is reviewed, but has no section 'Summary' and 'Root cause'
5:1 error PM106 unknown field 'status'
7:1 error PM104 'severity' is already given on line 6
8:7 error PM108 'kind': found 'outage' where 'incident', 'near-miss' or 'exercise' was expected
9:11 warning PM206 'IST' is read as +05:30, but is also used for Irish Standard Time +01:00 and \
Israel +02:00
10:13 error PM108 'started_at': found '2024/06/08 13:15' where a timestamp was expected
11:14 advice PM112 'detected_at': '2024-06-08 15:55' is '2024-06-08T15:55' in another spelling
11:14 warning PM210 detected_at '2024-06-08 15:55' is after resolved_at '2024-06-08T14:45'
12:15 error PM108 'mitigated_at': found '06/08/2024' where a timestamp was expected
14:11 warning PM109 'duration': '1:30' without quotes is the number 90 to other YAML tools
15:11 error PM108 'services': found 'checkout' where a list was expected
16:18 warning PM302 cause_services: 'an-old-name' is deprecated
16:31 error PM301 cause_services: 'payment-gatway' is no term of 'services'
17:15 error PM304 root_causes: 'human-error' is what a person did, not what made it possible
19:12 error PM105 found the YAML alias '*everything'
20:18 error PM108 'impact.users_percent': found '140' where a percentage from 0 to 100 was \
expected
21:8 warning PM109 'tags[1]': 'no' without quotes is false to other YAML tools
21:12 warning PM109 'tags[2]': '1.10' without quotes is the number 1.1 to other YAML tools
23:9 warning PM403 related[1].id: there is no postmortem 'no-such-record'
25:5 error PM107 'sources[1].url' is missing
27:5 warning PM412 found 'TBD', left over from a template
34:1 warning PM412 found 'What was the impact?', left over from a template
36:1 warning PM411 there is nothing below the heading 'Lessons learned'
40:3 warning PM412 found 'HH:mm', left over from a template
41:1 advice PM212 times of this record are written in several zones: 'IST', 'CET', '+02:00'
42:1 warning PM209 '10:05' is 10 min before the entry above it, '10:15'
43:1 warning PM208 the event at '2024-07-08T15:55' is 30 d 4 h 39 min after resolved_at \
'2024-06-08T14:45', and so is the next one
44:1 warning PM205 CET is Central European Time, +01:00, but on 2031-07-08 Europe/Berlin is on \
CEST, +02:00
44:1 warning PM211 the timeline's '2031-07-08 15:55' is in the future
46:1 warning PM413 the image has no text
46:5 warning PM404 the link 'graphs/payments.png' leads to nothing that the site has
48:15 warning PM407 empty-section is to be ignored, but the comment says no reason
50:21 warning PM404 the link 'no-such-record.md' leads to nothing that the site has
52:1 advice PM408 nothing here breaks PM413 (image-without-text)
60:1 advice PM502 1 of 2 open action items has no owner
61:1 warning PM501 action item: found 'guess' where prevent or detect or mitigate or process was \
expected
61:1 warning PM501 action item: found 'maybe' where open or in-progress or done or declined was \
expected
61:1 warning PM501 action item: found 'soon' where a day such as 2024-07-01 was expected
62:1 advice PM503 1 of 3 action items has no type
62:1 advice PM505 the done action item has no date
63:1 advice PM506 the declined action item has no reason
"""


def test_one_terrible_record_has_this_exact_list_of_messages(tmp_path: Path) -> None:
    files = {
        "postmortems/2024-06-08-outage.md": RECORD.read_bytes(),
        "postmortems/taxonomy.yml": TAXONOMY,
    }
    knowledge_base = load_files(tmp_path, files, today=date(2025, 1, 1))
    found = [
        f"{problem.line}:{problem.column} {problem.level} {problem.code} {problem.message}"
        for problem in knowledge_base.problems
    ]
    assert found == EXPECTED.strip().split("\n")
    assert knowledge_base.postmortems == ()
