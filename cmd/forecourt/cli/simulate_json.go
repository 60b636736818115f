package cli

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/forecourt/forecourt/twin/station/day"
	"github.com/forecourt/forecourt/twin/station/demand"
	"github.com/forecourt/forecourt/twin/unit"
)

// simulated is the result of a simulation as JSON. Numbers are exact; cpu_s and realtime_x are the only real times, and
// stand in no file.
type simulated struct {
	Site          string      `json:"site"`
	Days          int         `json:"days"`
	Seed          string      `json:"seed"`
	Level         day.Level   `json:"level"`
	Mode          string      `json:"mode"`
	Payments      string      `json:"payments"`
	Customers     string      `json:"customers"`
	Sales         int         `json:"sales"`
	Litres        json.Number `json:"litres"`
	Volume        string      `json:"volume"` // as the displays counted
	Amount        json.Number `json:"amount"`
	Currency      string      `json:"currency"`
	VarianceML    json.Number `json:"variance_ml"`
	VarianceCents int64       `json:"variance_cents"`
	Balanced      bool        `json:"balanced"`
	Digest        string      `json:"digest"`       // of the sales and, at wire level, of every frame and its instant
	SalesDigest   string      `json:"sales_digest"` // the same at both levels
	CPU           float64     `json:"cpu_s,omitempty"`
	RealtimeX     float64     `json:"realtime_x,omitempty"`

	Arrived    int              `json:"arrived"`
	GaveUp     int              `json:"gave_up"`
	SoldOut    int              `json:"sold_out"`
	Refused    int              `json:"refused"`
	RanDry     int              `json:"ran_dry"`
	Declined   int              `json:"declined"`
	Mistakes   map[string]int   `json:"mistakes"`
	Paid       map[string]money `json:"paid"`
	WaitMeanS  json.Number      `json:"wait_mean_s"` // of those who waited
	WaitMaxS   json.Number      `json:"wait_max_s"`
	QueueMax   int              `json:"queue_max"`
	Deliveries int              `json:"deliveries"`
	Delivered  json.Number      `json:"delivered_litres"`
	Stock      []closingStock   `json:"stock"`
	Faults     int              `json:"faults"`        // power cuts in mid-sale, survived
	AfterFlow  json.Number      `json:"after_flow_ml"` // ran on then, in no sale: explained
	Overrun    json.Number      `json:"overrun"`       // delivered beyond what was paid ahead: explained

	Frames      uint64   `json:"frames,omitempty"`
	LateMeanS   string   `json:"late_mean_s,omitempty"` // against the plan's instants
	LateMaxS    string   `json:"late_max_s,omitempty"`
	Checks      int      `json:"invariant_checks,omitempty"`
	Refusals    int      `json:"refusals,omitempty"` // bytes and acts that a machine refused
	Violations  []string `json:"violations,omitempty"`
	Differences []string `json:"differences,omitempty"` // sales that are not the plan's
	Page        string   `json:"page,omitempty"`

	EachDay []simulatedDay `json:"each_day,omitempty"`
}

type money struct {
	Sales  int         `json:"sales"`
	Amount json.Number `json:"amount"`
}

type closingStock struct {
	Tank   int         `json:"tank"`
	Grade  string      `json:"grade"`
	Litres json.Number `json:"litres"`
}

type simulatedDay struct {
	Date       string           `json:"date"`
	Sales      int              `json:"sales"`
	Volume     string           `json:"volume"`
	Amount     json.Number      `json:"amount"`
	Arrived    int              `json:"arrived"`
	Waited     int              `json:"waited"`
	GaveUp     int              `json:"gave_up"`
	Grades     []simulatedGrade `json:"grades"`
	Tanks      []simulatedTank  `json:"tanks"`
	Deliveries []simulatedLoad  `json:"deliveries,omitempty"`
	VarianceML json.Number      `json:"variance_ml"`
	Cents      int64            `json:"variance_cents"`
	Findings   []string         `json:"findings,omitempty"`
	Paid       map[string]money `json:"paid"`
}

type simulatedGrade struct {
	Grade        string      `json:"grade"`
	Price        string      `json:"price"`
	Sales        int         `json:"sales"`
	Volume       string      `json:"volume"`
	Amount       json.Number `json:"amount"`
	MeterErrorML json.Number `json:"meter_error_ml"` // explained: the display against the meter
}

type simulatedTank struct {
	Tank      int         `json:"tank"`
	Opening   json.Number `json:"opening_litres"`
	Delivered json.Number `json:"delivered_litres"`
	Metered   json.Number `json:"metered_litres"`
	Closing   json.Number `json:"closing_litres"`
}

type simulatedLoad struct {
	Delivery int64       `json:"delivery"`
	At       string      `json:"at"`
	Tank     int         `json:"tank"`
	Litres   json.Number `json:"litres"`
}

var mistakes = [4]string{"drive-off", "nozzle-left-out", "card-forgotten", "wrong-grade"}

// summary is the result without its days.
func (s *simulation) summary() simulated {
	x := s.lasting()
	x.CPU, x.RealtimeX = s.cpu.Seconds(), float64(int64(s.realtime()))
	x.Page = s.page
	return x
}

// lasting is the result without what a repetition would change.
func (s *simulation) lasting() simulated {
	r, sum := s.Report, &s.Sum
	x := simulated{
		Site: r.Site, Days: len(r.Days), Seed: seedText(r.Seed), Level: r.Level, Mode: "none", Payments: s.verb.Payments, Customers: r.Profile,
		Sales: sum.Sales, Litres: litresOf(r.Volume()), Volume: r.Volume().String(), Amount: plainMoney(r.Amount()), Currency: string(r.Currency),
		VarianceML: thousandths(int64(sum.Unexplained)), VarianceCents: sum.UnexplainedMinor, Balanced: r.Balanced(),
		SalesDigest: fmt.Sprintf("%016x", r.Digest), Digest: fmt.Sprintf("%016x", r.Digest),
		Arrived: sum.Arrived, GaveUp: sum.Fates[demand.GaveUp], SoldOut: sum.Fates[demand.SoldOut], Refused: sum.Fates[demand.Refused],
		RanDry: sum.Dry, Declined: sum.Declined, Mistakes: map[string]int{}, Paid: s.paid(sum),
		WaitMaxS: thousandths(sum.WaitMax.Milliseconds()), WaitMeanS: thousandths(sum.WaitSum.Milliseconds() / int64(max(sum.Waited, 1))),
		QueueMax: sum.QueueMax, Deliveries: sum.Loads, Delivered: litres(sum.Delivered),
		Checks: r.Checks, Refusals: r.Refused, Faults: sum.Cuts, AfterFlow: thousandths(int64(sum.AfterFlow)), Overrun: s.amount(sum.Overrun), Violations: r.Violations, Differences: r.Differences,
	}
	for i, name := range mistakes {
		x.Mistakes[name] = sum.Mistakes[i]
	}
	for i, t := range r.Days[len(r.Days)-1].Tanks {
		x.Stock = append(x.Stock, closingStock{r.Tanks[i], r.TankGrades[i], litres(t.Closing)})
	}
	if r.Level == day.WireLevel {
		x.Mode = s.verb.Mode
		x.Digest = fmt.Sprintf("%016x", r.Digest*0x9e3779b97f4a7c15^r.Buses)
		x.Frames = r.Frames
		x.LateMeanS, x.LateMaxS = string(thousandths(r.Lateness.Mean.Milliseconds())), string(thousandths(r.Lateness.Max.Milliseconds()))
	}
	return x
}

func (s *simulation) paid(sum *day.Sums) map[string]money {
	m := map[string]money{}
	for i, n := range sum.PaidBy {
		m[demand.Tender(i).String()] = money{n, plainMoney(unit.Money{Minor: sum.Tenders[i], Currency: s.Currency})}
	}
	return m
}

// data is days.json.
func (s *simulation) data() ([]byte, error) {
	x, r := s.lasting(), s.Report
	for i := range r.Days {
		d := &r.Days[i]
		out := simulatedDay{
			Date: d.Date, Sales: d.Sales, Volume: s.volume(d.Counts).String(), Amount: s.amount(d.Minor), Arrived: d.Arrived, Waited: d.Waited,
			GaveUp: d.Fates[demand.GaveUp], VarianceML: thousandths(int64(d.Unexplained)), Cents: d.UnexplainedMinor, Findings: d.Findings,
			Paid: s.paid(&d.Sums),
		}
		for k, g := range d.Grades {
			out.Grades = append(out.Grades, simulatedGrade{
				r.Grades[k], g.Price.String(), g.Sales, s.volume(g.Counts).String(), s.amount(g.Minor), thousandths(int64(g.MeterError)),
			})
		}
		for k, t := range d.Tanks {
			out.Tanks = append(out.Tanks, simulatedTank{r.Tanks[k], litres(t.Opening), litres(t.Delivered), litres(t.Metered), litres(t.Closing)})
		}
		for _, l := range d.Deliveries {
			out.Deliveries = append(out.Deliveries, simulatedLoad{l.Number, l.At.String(), r.Tanks[l.Tank], litres(l.Volume)})
		}
		x.EachDay = append(x.EachDay, out)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(x)
	return b.Bytes(), err
}

// csv is days.csv.
func (s *simulation) csv() []byte {
	var b bytes.Buffer
	w, r := csv.NewWriter(&b), s.Report
	head := []string{"date", "sales", "volume", "unit", "amount", "currency", "arrived", "waited", "gave-up", "variance-ml", "variance-cents"}
	for i, t := range r.Tanks {
		head = append(head, fmt.Sprintf("tank %d %s closing litres", t, r.TankGrades[i]), fmt.Sprintf("tank %d delivered litres", t))
	}
	_ = w.Write(head) // into memory
	for i := range r.Days {
		d := &r.Days[i]
		row := []string{
			d.Date, strconv.Itoa(d.Sales), strings.TrimSuffix(s.volume(d.Counts).String(), " "+r.Unit.String()), r.Unit.String(),
			string(s.amount(d.Minor)), string(r.Currency), strconv.Itoa(d.Arrived), strconv.Itoa(d.Waited), strconv.Itoa(d.Fates[demand.GaveUp]),
			string(thousandths(int64(d.Unexplained))), strconv.FormatInt(d.UnexplainedMinor, 10),
		}
		for _, t := range d.Tanks {
			row = append(row, string(litres(t.Closing)), string(litres(t.Delivered)))
		}
		_ = w.Write(row)
	}
	w.Flush()
	return b.Bytes()
}

func (s *simulation) volume(counts int64) unit.Indicated {
	return unit.Indicated{Count: counts, Decimals: s.Decimals, Unit: s.Unit}
}

func (s *simulation) amount(minor int64) json.Number {
	return plainMoney(unit.Money{Minor: minor, Currency: s.Currency})
}

// plainMoney is an amount without its currency.
func plainMoney(m unit.Money) json.Number {
	return json.Number(strings.TrimSuffix(m.String(), " "+string(m.Currency)))
}

// litres is a physical volume, exactly.
func litres(v unit.Volume) json.Number {
	sign, n := "", int64(v)
	if n < 0 {
		sign, n = "-", -n
	}
	return json.Number(trimmed(fmt.Sprintf("%s%d.%06d", sign, n/int64(unit.Litre), n%int64(unit.Litre))))
}

// litresOf is what displays counted in litres, to the microlitre where they count in gallons.
func litresOf(v unit.Indicated) json.Number {
	if v.Unit == unit.L {
		return json.Number(strings.TrimSuffix(v.String(), " L"))
	}
	physical, _ := v.Volume()
	return litres(physical)
}

// thousandths prints n/1000 without zeros that say nothing.
func thousandths(n int64) json.Number {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	return json.Number(trimmed(fmt.Sprintf("%s%d.%03d", sign, n/1000, n%1000)))
}

func trimmed(decimal string) string { return strings.TrimRight(strings.TrimRight(decimal, "0"), ".") }
