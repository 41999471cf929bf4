import express from "express";
import { scoreOf } from "./score.js";

const app = express();
app.use(express.json());

app.post("/account/risk", async (request, response) => {
  try {
    const { churn } = await scoreOf(request.body.customer);
    console.log("risk", request.body.customer, churn);
    response.json({ risk: churn > 0.5 ? "high" : "low" });
  } catch (error) {
    response.status(500).json({ error: String(error) });
  }
});

app.listen(3000);
