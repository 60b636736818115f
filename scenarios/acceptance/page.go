package acceptance

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"slices"

	"github.com/forecourt/forecourt/scenarios/verdict"
	"github.com/forecourt/forecourt/twin/payment"
	"github.com/forecourt/forecourt/twin/site"
)

//go:embed page.html
var pageText string

var pageTemplate = template.Must(template.New("page").Parse(pageText))

// cell is what became of one check.
type cell struct {
	ID, Title   string
	Word, Class string
	Why         string
}

// row is a nozzle on the page.
type row struct {
	nozzle
	Cells []cell
}

// page is what its template knows.
type page struct {
	Site, Name, Seed    string
	Points, Hoses       string
	Total, Class        string
	Checks              []string
	Rows                []row
	Whole, Whys         []cell
	passed, failed, all int
}

// Page is the page of a run: a row for each nozzle with a cell for each check, the checks of the site, the totals and a
// line to sign. A check without a record did not run, and the page says so. It needs nothing but itself.
func Page(plan *site.Plan, records []verdict.Record) []byte {
	byID := map[string]verdict.Record{}
	p := page{Site: plan.Site, Name: plan.Name}
	for _, r := range records {
		byID[r.ID] = r
		p.Seed = r.Seed
	}
	all := nozzles(plan)
	made := slices.DeleteFunc(slices.Clone(Checks), func(c Check) bool {
		return c.where != nil && !slices.ContainsFunc(all, c.where)
	})
	for _, c := range made {
		p.Checks = append(p.Checks, c.Title)
	}
	for _, n := range all {
		r := row{nozzle: n}
		for _, c := range made {
			if c.where != nil && !c.where(n) {
				r.Cells = append(r.Cells, cell{Word: "-", Class: "none", Title: c.Title})
				continue
			}
			r.Cells = append(r.Cells, p.judge(c.ID(n.Point, n.Nozzle), c.Title, byID))
		}
		p.Rows = append(p.Rows, r)
	}
	for _, c := range SiteChecks {
		p.Whole = append(p.Whole, p.judge(c.SiteID(), c.Title, byID))
	}
	p.Points, p.Hoses = counted(len(plan.Points()), "fuelling point"), counted(len(p.Rows), "nozzle")
	p.total()
	var b bytes.Buffer
	if err := pageTemplate.Execute(&b, p); err != nil {
		panic(err) // the template and what it is given stand in this package
	}
	return b.Bytes()
}

// judge makes the cell of a check and counts it.
func (p *page) judge(id, title string, byID map[string]verdict.Record) cell {
	c := cell{ID: id, Title: title, Class: "other"}
	r, ran := byID[id]
	p.all++
	switch {
	case !ran:
		c.Word = "not run"
	case r.NotApplicable != "":
		c.Word, c.Why = "not applicable", r.NotApplicable
	case r.Verdict == verdict.Pass:
		c.Word, c.Class = "pass", "pass"
		p.passed++
		return c
	default:
		c.Word = r.Verdict.String()
		if r.Verdict == verdict.Fail {
			c.Class = "fail"
			p.failed++
		}
		c.Why = why(r.Cause)
	}
	p.Whys = append(p.Whys, c)
	return c
}

// why is a cause in one line.
func why(c *verdict.Cause) string {
	if c == nil {
		return ""
	}
	text := c.Text
	if c.Expected != "" {
		text += " (expected " + c.Expected
		if c.Actual != "" {
			text += ", actual " + c.Actual
		}
		text += ")"
	}
	return payment.Mask(text)
}

// total says what became of all of it.
func (p *page) total() {
	p.Total = fmt.Sprintf("%d of %s passed", p.passed, counted(p.all, "check"))
	rest := p.all - p.passed - p.failed
	switch {
	case p.failed > 0:
		p.Total += fmt.Sprintf(", %d failed", p.failed)
		p.Class = "fail"
	case rest > 0:
		p.Class = "other"
	default:
		p.Class = "pass"
	}
	if rest > 0 {
		p.Total += fmt.Sprintf(", %d not judged", rest)
	}
}

func counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return fmt.Sprintf("%d %s", n, noun)
}
