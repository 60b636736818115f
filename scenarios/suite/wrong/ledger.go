package wrong

// ledgers are order managements that are wrong in what they keep.
var ledgers = []Machine{
	{
		Name: "postings-forgotten", Doc: "order management takes a posting and forgets it",
		Kills: []string{"TIL-001", "PAY-OUT-001"}, Cause: "oms did not tell 'sale-posted'",
		Hooks: web("oms", always(func(x *exchange) reply {
			if !x.is("POST", "/events") {
				return x.honest()
			}
			x.shows()
			return made(202, `{"duplicate":false}`)
		})),
	},
	{
		Name: "postings-refused", Doc: "order management refuses every posting",
		Kills: []string{"TIL-001", "PAY-OUT-001"}, Cause: "oms did not tell 'sale-posted'",
		Hooks: web("oms", always(func(x *exchange) reply {
			if !x.is("POST", "/events") {
				return x.honest()
			}
			x.shows()
			return made(400, `{"title":"no"}`)
		})),
	},
}
