CRM_URL = "https://crm.internal/api/customers"
DATABASE = {
    "host": "db.internal",
    "user": "churn",
    "password": "w1nter-Harb0ur-77",
}
