package reports

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestThePageOfFigures(t *testing.T) {
	f := Figures{
		Kind: "Kind", Title: "kiosk", Beside: "2 days", Good: true, Said: "All <is> well.", Facts: []Fact{{"Sold", "7 L"}}, Command: "again",
		Charts: []Chart{
			{Title: "Bars", Unit: "L", Div: 100, Labels: []string{"a", "b"}, Series: []Series{{"diesel", []int64{150, 0}}, {"super", []int64{50, 20}}}},
			{Title: "Lines", Unit: "EUR", Lines: true, Above: true, Labels: []string{"a", "b"}, Series: []Series{{"price", []int64{1799, 1805}}}},
			{Title: "Nothing", Labels: nil},
		},
		Tables: []Table{{Title: "Days", Head: []string{"day", "sales"}, Rows: [][]string{{"a", "1"}}, Sum: []string{"sum", "1"}}},
	}
	page, err := FiguresPage(f)
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	for _, want := range []string{
		"All &lt;is&gt; well.", `>pass</b>`, "diesel 1.5 L", "super 0.5 L", `<path class="line c1"`, `<tr class="sum"><td>sum</td>`, "default-src &#39;none&#39;",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if n := strings.Count(text, `<rect class="c`); n != 3 { // a bar of nothing is not drawn
		t.Errorf("%d bars", n)
	}
	if strings.Contains(text, "Nothing") || strings.Contains(text, "://") {
		t.Error("an empty chart, or an address")
	}
	f.Good, f.Findings = false, []string{"tank 1 leaks"}
	if page, err = FiguresPage(f); err != nil || !strings.Contains(string(page), ">FAIL</b>") || !strings.Contains(string(page), "tank 1 leaks") {
		t.Errorf("a page with a finding: %v", err)
	}
	f.Charts[0].Series[0].Values = nil
	if _, err = FiguresPage(f); err == nil {
		t.Error("a series without values was drawn")
	}
}

// Whatever the figures, what is drawn stays within the frame, and bars stand on each other.
func TestChartsStayInTheirFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 1000).Draw(t, "columns")
		most := rapid.SampledFrom([]int64{0, 1, 7, 1_000, 3_000_000_000, 1 << 50}).Draw(t, "most")
		c := Chart{Lines: rapid.Bool().Draw(t, "lines"), Above: rapid.Bool().Draw(t, "above"), Div: rapid.SampledFrom([]int64{0, 1, 10, 1_000_000}).Draw(t, "div"), Labels: make([]string, n)}
		for range rapid.IntRange(1, 3).Draw(t, "series") {
			s := Series{Values: make([]int64, n)}
			for i := range s.Values {
				s.Values[i] = (most*int64(i*7919%1000))/1000 - 1
			}
			c.Series = append(c.Series, s)
		}
		d := c.draw()
		if len(d.Hovers) > mostColumns || len(d.Rules) < 2 || len(d.Rules) > 8 || len(d.Ticks) > mostLabels {
			t.Fatalf("%d columns, %d rules, %d labels", len(d.Hovers), len(d.Rules), len(d.Ticks))
		}
		for _, b := range d.Bars {
			if b.X < d.Left || b.X+b.W > d.Right || b.Y < d.Top || b.Y+b.H > d.Bottom || b.H <= 0 || b.W <= 0 {
				t.Fatalf("a bar beyond the frame: %+v", b)
			}
		}
		for _, r := range d.Rules {
			if r.Y < d.Top || r.Y > d.Bottom {
				t.Fatalf("a rule beyond the frame: %+v", r)
			}
		}
	})
}
