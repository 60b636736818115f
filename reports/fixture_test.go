package reports

import (
	"fmt"
	"slices"
	"testing"

	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/clock"
)

func hostWords(_ string, b []byte) string { return "message " + string(b) }

func goldenRun(t testing.TB) Run {
	data, long := recorded(t)
	sale := func(id string) Journal {
		return Journal{Scenario: id, Lines: []Line{LineOf("bus", "dart", euros)}, Data: data}
	}
	return Run{
		Seed: "0x7f3a91c2", Rig: "twin", Suite: "outdoor sales", Build: "forecourt 0.1.0", Selected: 5,
		Command:       "forecourt run scenarios/outdoor scenarios/postpay --seed 0x7f3a91c2",
		NotApplicable: []NotApplicable{{"PAY-OUT-009", "contactless below the limit", "scenarios/outdoor/tap.yaml", "card-reader 1 cannot: card-reader.contactless"}},
		Inputs:        []Input{{"scenarios/outdoor/chip.yaml", sum([]byte("a"))}, {"rigs/twin.yaml", sum([]byte("b"))}},
		Limits: []verdict.Measurement{
			{Name: "reply time p99", Value: "18.3 ms", Limits: "< 25 ms", Verdict: verdict.Pass},
			{Name: "sale posted within", Value: "4.31 s", Limits: "< 2 s", Verdict: verdict.Fail},
		},
		Records: records(long), Journals: []Journal{sale("PAY-OUT-001"), sale("PST-014/dart")},
		Describers: map[string]Describer{"host": hostWords},
	}
}

func records(long int64) []verdict.Record {
	base := func(id, name, file string, v verdict.Verdict, c *verdict.Cause) verdict.Record {
		return verdict.Record{ID: id, Name: name, File: file, Seed: "0x51c0ffee", Verdict: v, Cause: c, Judged: 4,
			StartNS: int64(clock.Epoch), VirtualNS: long, Covers: []string{"R117-5.2"}, Labels: []string{"sale"},
			Invariants: []verdict.Invariant{{Name: "litres", Checks: 412}, {Name: "money", Checks: 37}, {Name: "one sale once", Checks: 2}}}
	}
	late := &verdict.Cause{Fault: verdict.Device, Text: "fuelling-point 1 accepted a price while fuelling", Place: "scenarios/postpay/price.yaml:31:5",
		Expected: "unit price 1.799 EUR/L for the whole sale", Actual: "1.799 until 6.204 L, then 1.829", AtNS: 17_311_000_000}
	pass := base("PAY-OUT-001", "outdoor chip card, filled below the pre-authorised amount", "scenarios/outdoor/chip.yaml", verdict.Pass, nil)
	pass.Steps, pass.Digests = steps(long, nil), []string{"bus 1 4fd1a2b3c4d5e6f7"}
	fail := base("PST-014/dart", "price changed in mid-sale", "scenarios/postpay/price.yaml", verdict.Fail, late)
	fail.Steps = steps(long, late)
	fail.Invariants[0].Violations, fail.Invariants[0].First = 1, "tank 2 fell by 18.40 L, the meter counted 18.39 L"
	inc := base("PRS-007", "preset, bus cut before the last reply", "scenarios/preset/cut.yaml", verdict.Inconclusive,
		&verdict.Cause{Fault: verdict.Bench, Text: "the reply window never closed before the cut", Place: "scenarios/preset/cut.yaml:18:5"})
	bad := base("PST-015", "two nozzles, one hand", "scenarios/postpay/two.yaml", verdict.Error,
		&verdict.Cause{Fault: verdict.Harness, Text: "fiber pos blocked the loop for 5 s", AtNS: 3_000_000_000})
	idle := base("PST-016", "nothing is asked", "scenarios/postpay/nothing.yaml", verdict.Pass, nil)
	idle.Judged, idle.Invariants, idle.VirtualNS = 0, nil, 812_000_000
	return []verdict.Record{pass, fail, inc, bad, idle}
}

func steps(long int64, c *verdict.Cause) []verdict.Step {
	all := []verdict.Step{
		{Text: "insert-card: { reader: 1, card: visa-credit, pin: correct }", EndNS: 700e6},
		{Text: "await: { role: pos, event: authorised, amount: 150.00 EUR, within: 12 s }", StartNS: 700e6, EndNS: 4300e6, Verdict: verdict.Pass,
			Measured: measuredAs("amount", "150.00 EUR", "is 150.00 EUR", "after", "3.600 s", "within 12 s")},
		{Text: "lift-nozzle: { fuelling-point: 1, nozzle: 2 }", StartNS: 6000e6, EndNS: 6002e6},
		{Text: "squeeze: { fuelling-point: 1, until: 18.40 L, flow: 38 L/min }", StartNS: 7000e6, EndNS: 7000e6},
		{Text: "await-volume: { fuelling-point: 1, reaches: 18.40 L, within: 90 s }", StartNS: 7000e6, EndNS: long - 8000e6, Verdict: verdict.Pass,
			Measured: measuredAs("volume", "18.40 L", "at least 18.40 L")},
		{Text: "await: { role: oms, event: sale-posted, within: 30 s }", StartNS: long - 6000e6, EndNS: long - 1000e6, Verdict: verdict.Pass},
	}
	for i := range all {
		all[i].Place = fmt.Sprintf("scenarios/outdoor/chip.yaml:%d:5", 9+i)
	}
	if c != nil {
		all[4].Verdict, all[4].Cause = verdict.Fail, c
	}
	return all
}

func measuredAs(words ...string) (all []verdict.Measurement) {
	for w := range slices.Chunk(words, 3) {
		all = append(all, verdict.Measurement{Name: w[0], Value: w[1], Limits: w[2], Verdict: verdict.Pass})
	}
	return all
}
