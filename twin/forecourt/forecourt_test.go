package forecourt

import (
	"reflect"
	"testing"

	"github.com/forecourt/forecourt/twin/unit"
)

func TestRolesReadAsScenariosSpellThem(t *testing.T) {
	for _, s := range []string{"pos", "fuelling-point 2", "card-reader 16"} {
		r, err := ParseRole(s)
		if err != nil || r.String() != s {
			t.Errorf("%q became %v, %v", s, r, err)
		}
	}
	for _, s := range []string{"fuelling-point 0", "fuelling-point two", "fuelling-point 02", " 1", "pos  1"} {
		if r, err := ParseRole(s); err == nil {
			t.Errorf("%q became %v", s, r)
		}
	}
}

func TestStateNamesReadBack(t *testing.T) {
	for s := Inoperative; s <= SuspendedFuelling; s++ {
		b, err := s.MarshalText()
		var back State
		if err != nil || back.UnmarshalText(b) != nil || back != s {
			t.Errorf("%v is written %q and read %v", s, b, back)
		}
	}
	var s State
	if s.UnmarshalText([]byte("asleep")) == nil {
		t.Error("a state that is none was read")
	}
	if !Idle.Releasable() || Fuelling.Releasable() || Authorised.Delivering() || !Started.Delivering() {
		t.Error("releasable or delivering is wrong")
	}
}

type inner struct {
	ID     string
	Volume unit.Indicated
	Point  Point `event:"fuelling-point"`
	hidden int
}

type sold struct {
	Sale  inner `event:",inline"`
	Price int   `event:"price"`
	Skip  int   `event:"-"`
	AtNS  int
}

func (sold) Event() string { return "sold" }

func TestFieldsOfAnEvent(t *testing.T) {
	e := sold{Sale: inner{ID: "S1", Point: 3, hidden: 1}, Price: 7, AtNS: 9}
	var names []string
	for _, f := range FieldsOf(e) {
		names = append(names, f.Name)
	}
	if want := []string{"id", "volume", "fuelling-point", "price", "at-ns"}; !reflect.DeepEqual(names, want) {
		t.Fatalf("%v, want %v", names, want)
	}
	if v, ok := Value(e, "fuelling-point"); !ok || v != Point(3) {
		t.Errorf("fuelling-point is %v", v)
	}
	if _, ok := Value(e, "skip"); ok {
		t.Error("a field that is left out was found")
	}
}

func TestAnEventIsDefinedOnce(t *testing.T) {
	DefineEvent("shop", sold{}, "something was sold")
	if i, ok := LookupEvent("shop", "sold"); !ok || i.Doc == "" || len(i.Fields) != 5 {
		t.Errorf("%+v", i)
	}
	if _, ok := LookupEvent("shop", "bought"); ok {
		t.Error("an event that is none was found")
	}
	defer func() {
		if recover() == nil {
			t.Error("a second definition did not panic")
		}
	}()
	DefineEvent("shop", sold{}, "again")
}

func TestTermsMakeAPrice(t *testing.T) {
	at := func(e4 int64) unit.Price { return unit.Price{E4: e4, Currency: "EUR", Unit: unit.L} }
	cash, credit := at(17_990), at(18_490)
	for _, c := range []struct {
		terms Terms
		want  unit.Price
		wrong bool
	}{
		{Terms{}, cash, false},
		{Terms{Level: Credit}, credit, false},
		{Terms{Discount: at(500)}, at(17_490), false},
		{Terms{Level: Credit, Discount: at(500)}, at(17_990), false},
		{Terms{Level: Credit, Discount: at(18_489)}, at(1), false},
		{Terms{Level: Credit, Discount: at(18_490)}, credit, true},
		{Terms{Discount: at(-1)}, at(17_991), true},
		{Terms{Discount: unit.Price{E4: 500, Currency: "USD", Unit: unit.L}}, at(17_490), true},
		{Terms{Level: Levels}, cash, true},
	} {
		why := c.terms.Objection(cash, credit)
		if got := c.terms.Of(cash, credit); got != c.want || (why != "") != c.wrong {
			t.Errorf("%+v: %s, %q; want %s", c.terms, got, why, c.want)
		}
		if c.terms.Standard() != (c.terms == Terms{}) {
			t.Errorf("%+v is standard or not", c.terms)
		}
	}
	if got := (Terms{Level: Credit}).Of(cash, unit.Price{}); got != cash {
		t.Errorf("on credit without a credit price: %s", got)
	}
}

func TestLevelNamesReadBack(t *testing.T) {
	for l := range PriceLevel(Levels) {
		var back PriceLevel
		if b, _ := l.MarshalText(); back.UnmarshalText(b) != nil || back != l {
			t.Errorf("%s reads back as %s", l, back)
		}
	}
	var l PriceLevel
	if err := l.UnmarshalText([]byte("fleet")); err == nil || PriceLevel(7).String() != "level 7" {
		t.Errorf("fleet is %s, %v", l, err)
	}
}
