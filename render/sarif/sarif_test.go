package sarif_test

import (
	"encoding/json"
	"strings"
	"testing"

	"dealgraph/render/sarif"

	"github.com/google/go-cmp/cmp"
)

func write(t *testing.T, l sarif.Log) string {
	t.Helper()
	var b strings.Builder
	if err := l.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWrite(t *testing.T) {
	got := write(t, sarif.Log{
		Tool: "dealgraph", Version: "v1.2.3",
		Rules: []sarif.Rule{
			{ID: "duplicate", Short: "no deal twice", Full: "Every sum counts it twice.", Markdown: "No deal **twice**.", Level: "warning"},
			{ID: "empty", Short: "files hold something", Level: "error"},
		},
		Results: []sarif.Result{
			{Rule: "duplicate", Level: "warning", Message: "b is a", File: "my deals/é.csv", Line: 3, Column: 6, Text: "é\tü,b"},
			{Rule: "duplicate", Level: "note", Message: "c is a", File: "/tmp/x.csv", Line: 4, Accepted: "by a tag"},
			{Rule: "empty", Level: "error", Message: "nothing", File: "a:b.csv"},
		},
		Properties: map[string]string{"ledgerHash": "sha256:00"},
	})
	const want = `{
  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
  "version": "2.1.0",
  "runs": [
    {
      "tool": {
        "driver": {
          "name": "dealgraph",
          "version": "v1.2.3",
          "rules": [
            {
              "id": "duplicate",
              "shortDescription": {
                "text": "no deal twice"
              },
              "fullDescription": {
                "text": "Every sum counts it twice."
              },
              "help": {
                "text": "no deal twice\n\nEvery sum counts it twice.",
                "markdown": "No deal **twice**."
              },
              "defaultConfiguration": {
                "level": "warning"
              }
            },
            {
              "id": "empty",
              "shortDescription": {
                "text": "files hold something"
              },
              "defaultConfiguration": {
                "level": "error"
              }
            }
          ]
        }
      },
      "columnKind": "unicodeCodePoints",
      "results": [
        {
          "ruleId": "duplicate",
          "ruleIndex": 0,
          "level": "warning",
          "message": {
            "text": "b is a"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "my%20deals/%C3%A9.csv"
                },
                "region": {
                  "startLine": 3,
                  "startColumn": 4,
                  "snippet": {
                    "text": "é\tü,b"
                  }
                }
              }
            }
          ],
          "partialFingerprints": {
            "ruleFileLine/v1": "FINGERPRINT"
          }
        },
        {
          "ruleId": "duplicate",
          "ruleIndex": 0,
          "level": "note",
          "message": {
            "text": "c is a"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "file:///tmp/x.csv"
                },
                "region": {
                  "startLine": 4
                }
              }
            }
          ],
          "partialFingerprints": {
            "ruleFileLine/v1": "FINGERPRINT"
          },
          "suppressions": [
            {
              "kind": "inSource",
              "justification": "by a tag"
            }
          ]
        },
        {
          "ruleId": "empty",
          "ruleIndex": 1,
          "level": "error",
          "message": {
            "text": "nothing"
          },
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "./a:b.csv"
                }
              }
            }
          ],
          "partialFingerprints": {
            "ruleFileLine/v1": "FINGERPRINT"
          }
        }
      ],
      "properties": {
        "ledgerHash": "sha256:00"
      }
    }
  ]
}
`
	var b strings.Builder
	for line := range strings.Lines(got) {
		if key, _, ok := strings.Cut(line, `"ruleFileLine/v1": "`); ok {
			line = key + `"ruleFileLine/v1": "FINGERPRINT"` + "\n"
		}
		b.WriteString(line)
	}
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("log (-want +got):\n%s", diff)
	}
}

// prints are the fingerprints of a log.
func prints(t *testing.T, results ...sarif.Result) []string {
	t.Helper()
	var log struct {
		Runs []struct {
			Results []struct {
				Prints map[string]string `json:"partialFingerprints"`
			}
		}
	}
	text := write(t, sarif.Log{Tool: "x", Rules: []sarif.Rule{{ID: "r", Short: "s", Level: "note"}}, Results: results})
	if err := json.Unmarshal([]byte(text), &log); err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range log.Runs[0].Results {
		out = append(out, r.Prints["ruleFileLine/v1"])
	}
	return out
}

// A fingerprint survives lines added above, and tells two equal lines apart.
func TestFingerprints(t *testing.T) {
	at := func(line int, text string) sarif.Result {
		return sarif.Result{Rule: "r", Level: "note", Message: "m", File: "f", Line: line, Column: 1, Text: text}
	}
	before := prints(t, at(2, "a,b"), at(3, "a,b"), at(4, "a,c"))
	after := prints(t, at(7, "a,b"), at(8, "  a,b"), at(19, "a,c"))
	if diff := cmp.Diff(before, after); diff != "" {
		t.Errorf("fingerprints after lines were added (-before +after):\n%s", diff)
	}
	if before[0] == before[1] || before[0] == before[2] || len(before[0]) != 32 {
		t.Errorf("fingerprints do not tell lines apart: %v", before)
	}
}

func TestUnknownRule(t *testing.T) {
	err := sarif.Log{Tool: "x", Results: []sarif.Result{{Rule: "r", Message: "m"}}}.Write(&strings.Builder{})
	if err == nil || !strings.Contains(err.Error(), `"r"`) {
		t.Errorf("a result without its rule gives %v", err)
	}
}

// An empty log is whole: no results is an answer.
func TestEmpty(t *testing.T) {
	if got := write(t, sarif.Log{Tool: "x"}); !strings.Contains(got, `"results": []`) || !strings.Contains(got, `"rules": []`) {
		t.Errorf("got %s", got)
	}
}
