package acceptance_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/forecourt/forecourt/scenarios"
	"github.com/forecourt/forecourt/scenarios/acceptance"
	"github.com/forecourt/forecourt/scenarios/bench/twin"
	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/site"
)

func made(t *testing.T, name string) (*site.Plan, *scenarios.Suite) {
	t.Helper()
	plan, err := site.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	cat, err := twin.Catalogue(plan)
	if err != nil {
		t.Fatal(err)
	}
	files, err := acceptance.Files(plan, "acceptance")
	if err != nil {
		t.Fatal(err)
	}
	s, err := acceptance.Suite(files, cat)
	if err != nil {
		t.Fatalf("%s: what was generated is wrong:\n%v", name, err)
	}
	return plan, s
}

func play(plan *site.Plan, s *scenarios.Suite) []verdict.Record {
	all := make([]verdict.Record, len(s.Scenarios))
	var done sync.WaitGroup
	for i, sc := range s.Scenarios {
		done.Go(func() {
			all[i], _ = scenarios.RunScenario(sc, scenarios.Options{Seed: 7, Build: twin.Bench{Plan: plan}.Build})
		})
	}
	done.Wait()
	return all
}

func TestEveryReadyMadePlanIsAcceptable(t *testing.T) {
	for _, name := range site.Names() {
		t.Run(name, func(t *testing.T) {
			plan, s := made(t, name)
			if len(s.Warnings) > 0 {
				t.Errorf("warnings:\n%v", s.Warnings)
			}
			want := len(acceptance.SiteChecks)
			for _, side := range plan.Points() {
				for _, h := range side.Hoses {
					want += len(acceptance.Checks)
					if !h.Satellite {
						want-- // the check of one
					}
					if plan.Unmanned() {
						want-- // nobody presets a volume
					}
				}
			}
			if len(s.Scenarios) != want {
				t.Errorf("%d scenarios, want %d", len(s.Scenarios), want)
			}
			for _, r := range play(plan, s) {
				if r.Verdict != verdict.Pass || r.Judged == 0 {
					t.Errorf("%s: %s, %d judged: %+v", r.ID, r.Verdict, r.Judged, r.Cause)
				}
			}
		})
	}
}

// TestAStationThatIsNotThePlansIsFound plays the plan's scenarios on stations on which somebody has made a mistake.
func TestAStationThatIsNotThePlansIsFound(t *testing.T) {
	for _, c := range []struct {
		mistake string
		make    func(*site.Plan)
		found   []string
		stays   []string
	}{
		{"a hose on the other tank", func(p *site.Plan) {
			for _, side := range p.Dispensers[0].Sides {
				if side.FuellingPoint == 2 {
					side.Hoses[1].Tank, p.Tanks[0].Grade = 1, side.Hoses[1].Grade
				}
			}
		}, []string{"ACC-P2-N2-TANK"}, []string{"ACC-P1-N2-TANK", "ACC-P2-N2-PRICE"}},
		{"another price", func(p *site.Plan) { p.Grades[1].Price.E4 += 10 },
			[]string{"ACC-P1-N2-PRICE", "ACC-P2-N2-PRICE"}, []string{"ACC-P1-N1-PRICE", "ACC-P2-N2-LIFT"}},
		{"the grades of two hoses changed over", func(p *site.Plan) {
			h := p.Dispensers[0].Sides[0].Hoses
			h[0].Grade, h[1].Grade, h[0].Tank, h[1].Tank = h[1].Grade, h[0].Grade, h[1].Tank, h[0].Tank
		}, []string{"ACC-P1-N1-LIFT", "ACC-P1-N2-LIFT", "ACC-P1-N1-TANK"}, []string{"ACC-P2-N1-LIFT", "ACC-P2-N1-STOP"}},
	} {
		t.Run(c.mistake, func(t *testing.T) {
			_, s := made(t, "kiosk")
			wrong, err := site.Open("kiosk")
			if err != nil {
				t.Fatal(err)
			}
			c.make(wrong)
			all := play(wrong, s)
			if page := string(acceptance.Page(wrong, all)); !strings.Contains(page, `class="fail"`) {
				t.Error("the page shows no failure")
			}
			for _, r := range all {
				if slices.Contains(c.found, r.ID) && r.Verdict != verdict.Fail {
					t.Errorf("%s: %s, want a failure", r.ID, r.Verdict)
				}
				if slices.Contains(c.stays, r.ID) && r.Verdict != verdict.Pass {
					t.Errorf("%s: %s: %+v", r.ID, r.Verdict, r.Cause)
				}
			}
		})
	}
}

func TestThePage(t *testing.T) {
	plan, s := made(t, "kiosk")
	var all []verdict.Record
	for _, sc := range s.Scenarios {
		all = append(all, verdict.Record{ID: sc.ID, Verdict: verdict.Pass, Seed: "0x7"})
	}
	page := string(acceptance.Page(plan, all))
	for _, want := range []string{"30 of 30 checks passed<", "seed 0x7", "1.799 EUR/L", "super-95", ">signature<", "2 fuelling points", "4 nozzles"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	for _, bad := range []string{"<script", "http:", "https:", "What did not pass", "ZgotmplZ"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	if n := strings.Count(page, `<td class="pass"`); n != len(all) {
		t.Errorf("%d cells pass, want %d", n, len(all))
	}

	all[0] = verdict.Record{ID: all[0].ID, Verdict: verdict.Fail, Cause: &verdict.Cause{Text: "<b>no</b>", Expected: "1 L", Actual: "2 L"}}
	all[1] = verdict.Record{ID: all[1].ID, NotApplicable: "the bench has no postpay"}
	page = string(acceptance.Page(plan, all[:29]))
	for _, want := range []string{"27 of 30 checks passed, 1 failed, 2 not judged", "&lt;b&gt;no&lt;/b&gt; (expected 1 L, actual 2 L)", "not run", "the bench has no postpay"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}
